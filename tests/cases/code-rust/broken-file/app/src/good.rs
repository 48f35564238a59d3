pub fn go() { reqwest::blocking::get("https://good.example.com"); }
