const express = require("express");
const app = express();

app.post("/notes", (req, res) => res.end());

app.listen(3000);
