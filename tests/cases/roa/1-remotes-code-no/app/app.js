const express = require("express");
const { Pool } = require("pg");
const app = express();
const pool = new Pool();

app.get("/notes", async (req, res) => {
  const found = await pool.query("select * from notes");
  res.json(found.rows);
});

app.listen(3000);
