import x = require('./b');
export import y = x;
