use warp::Filter;

#[tokio::main]
async fn main() {
    let hello = warp::path!("hello" / String).and(warp::get()).map(|name| name);
    let api = warp::path("api").and(items().or(create()));
    warp::serve(hello.or(api)).run(([0, 0, 0, 0], 3030)).await;
}

fn items() -> impl Filter<Extract = (String,), Error = warp::Rejection> + Clone {
    warp::path("items").and(warp::path::end()).and(warp::get()).and_then(list)
}

fn create() -> impl Filter<Extract = (String,), Error = warp::Rejection> + Clone {
    warp::path!("items" / u32).and(warp::post()).and(warp::body::json()).and_then(add)
}

fn unused() -> impl Filter<Extract = (String,), Error = warp::Rejection> + Clone {
    warp::path("unused").and(warp::get()).and_then(list)
}

async fn list() {}
async fn add() { reqwest::get("https://warp.example.com/x").await; }
