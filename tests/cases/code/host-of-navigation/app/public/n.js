$('#a').click(() => window.open($('#host').val() + '/x'));
$.ajax({ url: '/own', success: (data) => { document.location.href = data.target; } });
window.location = window.location.pathname + '?again';
location.href = $(this).attr('href');
const a = document.createElement('a');
a.href = URL.createObjectURL(new Blob([]));
window.open('https://known.example.com');
function child(path) { window.open(path); }
child('/own/child');
function frame(url) { const f = document.createElement('iframe'); f.src = url; }
$('#f').click((event) => frame(event.target.dataset.url));
