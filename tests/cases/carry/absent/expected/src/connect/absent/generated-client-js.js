"use strict";

module.exports = require("../absent")("./generated/client.js", "it was not found in the project, or it holds secrets");
