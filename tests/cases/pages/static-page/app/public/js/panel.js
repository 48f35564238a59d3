// Loads one item.
function load(id) {
  return AP.context.getToken().then((token) =>
    fetch('/api/items/' + id, { headers: { Authorization: 'JWT ' + token } }).then((answer) => answer.json())
  );
}

window.start = () => load(1);
