const { missing } = require("../../bridge/missing.js");

// FORGE-TODO(FS6207): the template steers the script with `{{#if rows}}`
missing("FS6207", "the template steers the script with `{{#if rows}}`");

// {{#if rows}}
// start();
// {{/if}}
