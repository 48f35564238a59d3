use reqwest as http;
use std::env;

const HOST: &str = "const.example.com";
static BASE: &str = concat!("https://", "static.example.com", "/v1");

async fn main_calls() {
    http::get("https://plain.example.com/a").await;
    http::get(format!("https://{HOST}/b/{}", 7)).await;
    http::Client::builder().build().unwrap().put(BASE.to_owned() + "/c").send().await;
    let base = env::var("API_URL").unwrap_or_else(|_| "https://default.example.com".into());
    let client = http::Client::new();
    client.get(format!("{base}/d")).send().await;
    let target = std::env::var("TARGET_URL").expect("set");
    client.get(&target).send().await;
    let url = reqwest::Url::parse("https://joined.example.com/old/path").unwrap().join("/new").unwrap();
    client.request(reqwest::Method::PATCH, url).send().await;
    let region = "eu";
    client.head(format!("https://{}.suffix.example.com/e", unknown(region))).send().await;
    let url = if cfg!(debug_assertions) { "https://test.example.com" } else { "https://live.example.com" };
    client.get(url).send().await;
    client.get("/relative").send().await;
}

fn unknown(x: &str) -> String { x.chars().rev().collect() }
fn main() { main_calls(); }
