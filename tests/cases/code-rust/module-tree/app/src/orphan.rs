pub fn go() { reqwest::blocking::get("https://orphan.example.com"); }
