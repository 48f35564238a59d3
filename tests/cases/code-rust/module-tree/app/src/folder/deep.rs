use super::send;
pub fn go() { self::inner::go(); send("https://deep.example.com"); }
mod inner { pub fn go() { super::super::send("https://inner.example.com"); } }
