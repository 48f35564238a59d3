'use strict';

(function () {
  const table = document.getElementById('overview');

  function cell(row, text) {
    const td = row.insertCell();
    td.textContent = text;
    return td;
  }

  function link(issueKey) {
    const a = document.createElement('a');
    a.href = `${table.dataset.host}/browse/${issueKey}`;
    a.target = '_top';
    a.textContent = issueKey;
    return a;
  }

  function show(issues) {
    const body = table.tBodies[0];
    body.textContent = '';
    issues.forEach(function (issue) {
      const pulse = issue.properties.pulse;
      const row = body.insertRow();
      cell(row, pulse.score).className = `badge-${pulse.band}`;
      cell(row, '').appendChild(link(issue.key));
      cell(row, issue.fields.summary);
      cell(row, issue.fields.status.name);
      cell(row, issue.fields.updated.slice(0, 10));
    });
    AP.resize('100%', `${document.body.scrollHeight}px`);
  }

  function refresh() {
    AP.request({
      url: '/rest/api/3/search/jql',
      type: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({
        jql: table.dataset.jql,
        maxResults: 20,
        fields: ['summary', 'status', 'updated'],
        properties: ['pulse'],
      }),
      success: function (responseText) {
        show(JSON.parse(responseText).issues);
      },
      error: function (xhr) {
        AP.flag.create({
          title: 'Could not refresh',
          body: `Jira answered ${xhr.status}.`,
          type: 'error',
        });
      },
    });
  }

  document.getElementById('refresh').addEventListener('click', refresh);
  refresh();
})();
