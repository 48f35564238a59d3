fn main() { reqwest::blocking::get("https://it.example.com"); }
