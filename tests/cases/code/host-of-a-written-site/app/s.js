const site = 'https://acme-stage.atlassian.net/wiki';

exports.run = async (name) => {
  await fetch(`${site}/rest/api/content`);
  await fetch(`https://${name}.atlassian.net/rest/api/3/myself`);
  await fetch('/wiki/rest/api/content');
};
