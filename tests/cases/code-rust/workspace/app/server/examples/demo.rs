fn main() { ureq::get("https://demo.example.com").call(); }
