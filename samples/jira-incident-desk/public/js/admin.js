(function () {
  var form = document.getElementById('config');
  var result = document.getElementById('result');

  function values() {
    var el = form.elements;
    return {
      pageId: el.pageId.value,
      apiToken: el.apiToken.value,
      hookSecret: el.hookSecret.value,
      notifySubscribers: el.notifySubscribers.checked,
      openAutomatically: el.openAutomatically.checked,
      commentAsUser: el.commentAsUser.checked,
    };
  }

  form.addEventListener('submit', function (e) {
    e.preventDefault();
    deskApi.request('POST', '/admin/config', values(), function (problem) {
      if (problem) {
        result.className = 'error';
        result.textContent = (problem.problems || [])
          .map(function (each) {
            return each.message;
          })
          .join(' ');
        return;
      }
      result.className = '';
      result.textContent = '';
      AP.flag.create({ title: 'Saved', type: 'success', close: 'auto' });
    });
  });

  document.getElementById('test').addEventListener('click', function () {
    deskApi.request('POST', '/admin/test', values(), function (problem, answer) {
      var told = problem || answer;
      result.className = told.ok ? '' : 'error';
      result.textContent = told.ok ? 'Connected to ' + told.account : told.reason;
    });
  });
})();
