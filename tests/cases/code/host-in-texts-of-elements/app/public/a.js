document.title = 'x';
const error = (url, code) =>
  $('.box').append('<p>' + code + ' <a href="https://support.example.com/a" target="_blank">Learn more</a></p>')
    .append(`<a href="${url}/settings">x</a><a href="/own">y</a>`)
    .append("<a href=\"https://escaped.example.com/x\">z</a>");
const note = 'use href= to say where a link leads';
const BASE = 'https://base.example.com';
const row = (user, path) => $('#row').append(
  '<tr><td><img src="' + user.avatarUrl + '"></td><td><a href=\'' + BASE + '/u\'>' + user.name + '</a>'
  + '<a href="' + '/own/' + path + '">own</a></td></tr>');
