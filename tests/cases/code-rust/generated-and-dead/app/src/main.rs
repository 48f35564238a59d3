fn main() {}

fn never_called() { reqwest::blocking::get("https://dead.example.com"); }

#[cfg(not(test))]
fn built() { reqwest::blocking::get("https://built.example.com"); }

fn recursive(n: u32, url: String) { recursive(n - 1, format!("{url}x")); reqwest::blocking::get(url); }
const A: &str = B;
const B: &str = A;
fn cycle() { reqwest::blocking::get(A); }
