"use strict";

module.exports = require("../absent")("pg", "it opens a connection of its own to a database");
