mod plain;
mod folder;
#[path = "elsewhere/odd.rs"]
mod renamed;
#[cfg(test)]
mod fixtures;

fn main() { plain::go(); folder::deep::go(); renamed::go(); }
