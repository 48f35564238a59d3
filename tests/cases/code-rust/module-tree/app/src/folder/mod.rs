pub mod deep;
pub fn send(url: &str) { reqwest::blocking::get(url); }
