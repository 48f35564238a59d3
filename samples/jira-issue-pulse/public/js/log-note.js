'use strict';

(function () {
  const form = document.getElementById('log-note');
  const issueKey = form.dataset.issueKey;

  form.addEventListener('submit', function (event) {
    event.preventDefault();

    window.pulseApi
      .post('/api/notes', { issueKey, text: form.elements.text.value })
      .then(function () {
        AP.events.emit('pulse-note-added', { issueKey });
        AP.dialog.close({ saved: true });
      })
      .catch(function (error) {
        document.getElementById('errors').textContent = error.message;
      });
  });

  document.getElementById('cancel').addEventListener('click', function () {
    AP.dialog.close();
  });
})();
