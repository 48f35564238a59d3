use axum::{extract::State, routing::get, Router};
use std::sync::Arc;

#[derive(Clone)]
struct AppState { http: reqwest::Client, api: String }

#[tokio::main]
async fn main() {
    let state = Arc::new(AppState { http: reqwest::Client::new(), api: "https://api.example.com/v2".to_string() });
    let app = Router::new().route("/sync", get(sync)).with_state(state);
    axum::serve(todo!(), app).await;
}

async fn sync(State(state): State<Arc<AppState>>) {
    let url = format!("{}/items?limit=5", state.api);
    state.http.get(&url).header("x", "y").send().await;
    let AppState { http, .. } = &*state;
    http.delete("https://other.example.org/item").send().await;
}
