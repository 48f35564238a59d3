use std::{fs, io::Write};

fn main() {
    let db = rusqlite::Connection::open("data.db").unwrap();
    db.execute("create table t (x)", []);
    fs::write("out.txt", "x");
    let text = fs::read_to_string("config.toml");
    let tree = sled::open("tree");
    let template = include_str!("../Cargo.toml");
}

async fn pool() { sqlx::SqlitePool::connect("sqlite://app.db").await; }
