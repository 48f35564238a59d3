pub mod api;
use axum::{routing, Router};

pub fn health() -> Router {
    Router::new().route("/health", routing::get(|| async { "ok" }))
}

pub fn never_merged() -> Router {
    Router::new().route("/dead", routing::get(|| async { "ok" }))
}
