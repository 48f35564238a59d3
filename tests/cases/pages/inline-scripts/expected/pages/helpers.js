// Helpers that the server gave to its views.

// app.js:9
exports["upper"] = (text) => String(text).toUpperCase();

// app.js:10
exports["both"] = function (a, b, options) { return a && b ? options.fn(this) : options.inverse(this); };
