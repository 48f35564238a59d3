use http_client::Client;

pub struct Reporter { client: Client }

impl Reporter {
    pub fn new() -> Self { Self { client: Client::new() } }
    pub async fn push(&self) { self.client.post("https://report.example.com/in").send().await; }
}

pub async fn report() { Reporter::new().push().await; }
