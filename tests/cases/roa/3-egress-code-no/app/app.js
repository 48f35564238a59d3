const express = require("express");
const app = express();

app.post("/send", async (req, res) => {
  await fetch("https://api.example.com/v1/send", { method: "POST", body: "{}" });
  res.end();
});

app.listen(3000);
