// FORGE-REVIEW(FS6207): an inline script is a file of the bundle: the values that the template wrote into it come from its tag, not escaped
const pageValues = window.pageValues;
const { request } = require("../../bridge/product-request.js");


  var page = { id: '' + pageValues.v0 + '', path: "/x/" + pageValues.v1 + "/y" };
  // FORGE-REVIEW(FS6204): AP.request: the bridge sends it as the user; what fails is an Error with xhr and err
  request('/rest/api/3/project/' + page.id);
