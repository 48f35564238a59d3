use reqwest::Client;
use serde::Deserialize;

#[derive(Deserialize)]
struct Tenant { client_key: String, shared_secret: String, base_url: String }

struct Jira { http: Client, tenant: Tenant }

impl Jira {
    async fn issue(&self, key: &str) {
        self.http.get(format!("{}/rest/api/3/issue/{}", self.tenant.base_url, key)).send().await;
    }
    async fn custom(&self) { self.http.post(format!("{}/plugins/x", self.tenant.base_url)).send().await; }
    async fn send(&self, path: &str) { self.http.get(format!("{}{}", self.tenant.base_url, path)).send().await; }
    async fn all(&self) { self.send("/rest/api/3/project").await; self.send("/rest/api/3/field").await; }
}

async fn cloud(client: &Client, cloud_id: &str) {
    client.get(format!("https://api.atlassian.com/ex/jira/{cloud_id}/rest/api/3/myself")).send().await;
    client.get(format!("https://{}.atlassian.net/wiki/rest/api/content", cloud_id)).send().await;
    client.post("https://auth.atlassian.com/oauth/token").send().await;
}

async fn not_ours(client: &Client, config: &OpenAi) { client.get(format!("{}/models", config.base_url)).send().await; }
struct OpenAi { base_url: String }
fn start() -> OpenAi { OpenAi { base_url: "https://api.openai.com/v1".into() } }
