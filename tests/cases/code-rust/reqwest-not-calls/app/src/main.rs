// reqwest::get("https://comment.example.com").await;
/* let c = reqwest::Client::new(); c.get("https://block.example.com"); */

/// ```
/// reqwest::get("https://doc.example.com")
/// ```
struct Client { cache: std::collections::HashMap<String, String> }

impl Client {
    fn new() -> Self { Client { cache: Default::default() } }
    fn get(&self, url: &str) -> Option<&String> { self.cache.get(url) }
}

mod ureq { pub fn get(_: &str) {} }
fn get(_: &str) {}

macro_rules! fetch { () => { reqwest::get("https://macro.example.com") } }

fn main() {
    let client = Client::new();
    client.get("https://own.example.com/x");
    ureq::get("https://own-module.example.com/x");
    get("https://own-function.example.com/x");
    let text = "reqwest::get(\"https://string.example.com\")";
    println!("{} https://printed.example.com", text);
    let headers = reqwest::header::HeaderMap::new();
    headers.get("https://header.example.com");
    let name = stringify!(reqwest::get("https://stringified.example.com"));
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn it_works() { reqwest::get("https://test.example.com").await; }
}

#[test]
fn check() { reqwest::blocking::get("https://test2.example.com"); }
