struct Docs { http: reqwest::Client, base_url: String }

impl Docs {
    fn new(base_url: String) -> Self { Self { http: reqwest::Client::new(), base_url } }
    async fn rebuild(&self) { self.http.post(format!("{}/rebuild", self.base_url)).send().await; }
}

async fn other(http: &reqwest::Client, base_url: &str, row: Row) {
    http.get(format!("{base_url}/x")).send().await;
    http.get(format!("{}/y", row.base_url)).send().await;
    http.get("https://example.com/rest/api/2/search").send().await;
}
