'use strict';

(function () {
  const root = document.getElementById('issue-pulse');
  const issueKey = root.dataset.issueKey;

  function fill(list, texts, empty) {
    list.textContent = '';
    (texts.length ? texts : [empty]).forEach(function (text) {
      const item = document.createElement('li');
      item.textContent = text;
      list.appendChild(item);
    });
    AP.resize();
  }

  // Comments come as a document tree; the panel shows their plain text.
  function plainText(node) {
    return node.text || (node.content || []).map(plainText).join(' ');
  }

  function loadNotes() {
    return fetchNotes()
      .then((notes) => notes.map((note) => `${note.created.slice(0, 10)}: ${note.text}`))
      .then((texts) => fill(document.getElementById('notes'), texts, 'No notes yet.'));
  }

  async function fetchNotes() {
    const token = await AP.context.getToken();
    const response = await fetch(`/api/notes?issueKey=${encodeURIComponent(issueKey)}`, {
      headers: { Authorization: `JWT ${token}` },
    });
    const body = await response.json();
    return body.notes || [];
  }

  function loadComments() {
    AP.request(`/rest/api/3/issue/${issueKey}/comment?maxResults=3&orderBy=-created`)
      .then(function (data) {
        const comments = JSON.parse(data.body).comments;
        fill(
          document.getElementById('comments'),
          comments.map((comment) => `${comment.author.displayName}: ${plainText(comment.body)}`),
          'No comments.'
        );
      })
      .catch(function (e) {
        console.error('Could not read comments', e.err || e);
      });
  }

  AP.events.on('pulse-note-added', function (event) {
    if (event.issueKey === issueKey) {
      loadNotes();
    }
  });

  loadNotes();
  loadComments();
})();
