fn main() {
    reqwest::blocking::get("http://localhost:8080/self");
    let base = std::env::var("WORKER_URL").unwrap_or("http://127.0.0.1:9000".to_string());
    reqwest::blocking::Client::new().get(format!("{base}/jobs")).send();
}
