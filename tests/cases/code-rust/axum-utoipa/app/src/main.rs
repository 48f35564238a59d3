use utoipa_axum::{router::OpenApiRouter, routes};

#[utoipa::path(get, path = "/api/items", tag = "items", responses((status = 200)))]
async fn list() {}
#[utoipa::path(tag = "items", post, path = "/api/items")]
async fn create() {}

#[tokio::main]
async fn main() {
    let (router, api) = OpenApiRouter::new().routes(routes!(list, create)).split_for_parts();
    let router = router.route("/plain", axum::routing::get(list));
    axum::serve(todo!(), router).await;
}
