mod routes;
use axum::Router;

#[tokio::main]
async fn main() {
    let api = routes::api::router();
    let app = Router::new().nest("/api/v1", api).merge(routes::health());
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();
    axum::serve(listener, app.into_make_service()).await.unwrap();
}
