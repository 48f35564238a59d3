use reqwest::Client;

pub struct GithubClient { base: String, http: Client }

impl GithubClient {
    pub fn new(base: &str) -> Self { Self { base: base.to_string(), http: Client::new() } }
    pub async fn user(&self, name: &str) { self.get(&format!("/users/{name}")).await; }
    async fn get(&self, path: &str) { self.http.get(self.url(path)).send().await; }
    fn url(&self, path: &str) -> String { format!("{}{}", self.base, path) }
}

pub struct Api(Client);

impl Api {
    pub fn connect() -> Self { Api(reqwest::ClientBuilder::new().build().unwrap()) }
    pub async fn call(&self, path: &str) { self.0.post(["https://", "x"].concat()).send().await; self.0.get(Self::address() + path).send().await; }
    fn address() -> &'static str { "https://things.example.com" }
}
