(function () {
  var root = document.getElementById('incident');
  var issueKey = root.getAttribute('data-issue-key');
  var openForm = document.getElementById('open-form');
  var resolveForm = document.getElementById('resolve-form');

  function done(title) {
    return function (problem) {
      if (problem) {
        document.getElementById('error').textContent = problem.error;
        return;
      }
      AP.flag.create({ title: title, type: 'success', close: 'auto' });
      AP.jira.refreshIssuePage();
    };
  }

  if (openForm) {
    openForm.addEventListener('submit', function (e) {
      e.preventDefault();
      deskApi.request(
        'POST',
        '/api/incidents',
        {
          issueKey: issueKey,
          title: openForm.elements.title.value,
          severity: openForm.elements.severity.value,
        },
        done('Incident opened')
      );
    });
  }

  if (resolveForm) {
    resolveForm.addEventListener('submit', function (e) {
      e.preventDefault();
      deskApi.request(
        'POST',
        '/api/incidents/' + encodeURIComponent(issueKey) + '/resolve',
        { message: resolveForm.elements.message.value },
        done('Incident resolved')
      );
    });
    document.getElementById('unlink').addEventListener('click', function () {
      deskApi.request('DELETE', '/api/incidents/' + encodeURIComponent(issueKey), undefined, done('Unlinked'));
    });
  }
})();
