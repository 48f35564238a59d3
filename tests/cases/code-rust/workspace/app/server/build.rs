fn main() { ureq::get("https://build.example.com").call(); }
