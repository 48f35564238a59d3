const express = require("express");
const app = express();

app.post("/hooks/payments", (req, res) => res.end());

app.listen(3000);
