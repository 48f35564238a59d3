// The page of jira:globalPage main.
window.pageScripts = window.pageScripts || {
    "js/panel.js": () => require("../public/js/panel.js"),
    "public/panel.inline-1.js": () => require("../public/panel.inline-1.js"),
};
window.pageScripts[document.currentScript.dataset.run]();
