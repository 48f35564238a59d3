(function (root) { root.library = {}; })(this);
