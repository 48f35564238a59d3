pub fn go() { crate::folder::send("https://fixture.example.com"); }
