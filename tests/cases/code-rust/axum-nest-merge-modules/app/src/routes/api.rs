use axum::routing::*;
use axum::Router;

pub fn router() -> Router {
    let mut router = Router::new().route("/", get(index));
    router = router.nest("/boards", boards());
    router
}

fn boards() -> Router {
    Router::new().route("/", get(index)).route("/{key}/cards", post(index))
}

async fn index() {}
