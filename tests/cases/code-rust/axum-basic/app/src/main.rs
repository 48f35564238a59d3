use axum::{Router, routing::{get, post}};

#[tokio::main]
async fn main() {
    let app = Router::new()
        .route("/", get(root))
        .route("/issues/{id}", get(show).post(update).delete(|| async { "gone" }))
        .route("/hooks", post(hook));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}

async fn root() -> &'static str { "ok" }
async fn show() {}
async fn update() {}
async fn hook() {}
