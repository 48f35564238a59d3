use std::time::Duration;
use tokio_cron_scheduler::{Job, JobScheduler};
use apalis::prelude::*;

#[tokio::main]
async fn main() {
    tokio::spawn(async move {
        let mut interval = tokio::time::interval(Duration::from_secs(60));
        loop { interval.tick().await; refresh().await; }
    });
    tokio::spawn(poll("https://poll.example.com".to_string()));
    let sched = JobScheduler::new().await.unwrap();
    sched.add(Job::new_async("0 0 * * * *", |_, _| Box::pin(async { nightly().await })).unwrap()).await;
    WorkerBuilder::new("emails").backend(1).build_fn(send_email);
    tokio::spawn(async { once().await; });
}

async fn poll(url: String) {
    loop {
        reqwest::get(&url).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

async fn refresh() {}
async fn nightly() {}
async fn once() {}
async fn send_email(job: String) {}
