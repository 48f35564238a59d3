"use strict";

module.exports = require("../absent")("./credentials.json", "it was not found in the project, or it holds secrets");
