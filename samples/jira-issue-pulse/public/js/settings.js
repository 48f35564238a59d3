'use strict';

(function () {
  const form = document.getElementById('settings');
  const errors = document.getElementById('errors');

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    errors.textContent = '';

    window.pulseApi
      .post('/settings', {
        staleAfterDays: form.elements.staleAfterDays.value,
        alertBelow: form.elements.alertBelow.value,
        channel: form.elements.channel.value,
        notify: form.elements.notify.checked,
      })
      .then(function () {
        AP.flag.create({
          title: 'Settings saved',
          type: 'success',
          close: 'auto',
        });
      })
      .catch(function (error) {
        errors.textContent = Object.values(error.errors || {}).join(' ') || error.message;
      });
  });
})();
