mod client;
use client::GithubClient;

#[tokio::main]
async fn main() {
    let github = GithubClient::new("https://api.github.com");
    github.user("octocat").await;
    let other = client::Api::connect();
    other.call("/things").await;
}
