pub fn go() { crate::folder::send("https://odd.example.com"); }
