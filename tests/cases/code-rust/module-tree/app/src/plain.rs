pub fn go() { crate::folder::deep::go(); super::folder::send("https://plain.example.com"); }
