use hyper::{Body, Client, Request};
use isahc::prelude::*;

fn main() {
    ureq::get("https://ureq.example.com/a").call();
    let agent = ureq::AgentBuilder::new().build();
    agent.post("https://agent.example.com/b").send_string("x");
    ureq::request("DELETE", "https://verb.example.com/c").call();
    attohttpc::get("https://atto.example.com").send();
}

async fn rest() {
    surf::post("https://surf.example.com/d").await;
    isahc::get_async("https://isahc.example.com/e").await;
    isahc::Request::put("https://builder.example.com/f").body(()).unwrap().send();
    let client = Client::new();
    client.get("https://hyper.example.com/g".parse().unwrap()).await;
    let request = Request::builder().method("PUT").uri("https://request.example.com/h").body(Body::empty()).unwrap();
    client.request(request).await;
    let never_sent = Request::builder().uri("https://unsent.example.com/").body(());
}
