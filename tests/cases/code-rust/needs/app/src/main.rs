use axum::{extract::{Multipart, WebSocketUpgrade}, routing::{get, post}, Router};
use std::{collections::HashMap, process::Command, sync::{Mutex, LazyLock, OnceLock}, time::Duration};

static CACHE: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(|| Mutex::new(HashMap::new()));
static PATTERN: OnceLock<String> = OnceLock::new();
static mut COUNT: u32 = 0;

lazy_static::lazy_static! {
    static ref TENANTS: std::sync::RwLock<HashMap<String, u8>> = Default::default();
    static ref NAME: String = "x".to_string();
}

struct App { sessions: dashmap::DashMap<String, u8>, names: Vec<String> }

async fn upload(form: Multipart) {
    tokio::spawn(async { later().await; });
    Command::new("convert").arg("x").output();
    tokio::time::sleep(Duration::from_secs(120)).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
}
async fn later() {}
async fn socket(ws: WebSocketUpgrade) {}

#[tokio::main]
async fn main() {
    let app = Router::new().route("/upload", post(upload)).route("/ws", get(socket));
    axum::serve(todo!(), app).await;
}
