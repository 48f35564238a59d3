use rocket::{get, post, routes, Route};

#[get("/a")]
fn a() {}
#[post("/b")]
fn b() {}

fn routes() -> Vec<Route> {
    let mut all = Vec::new();
    all.append(&mut routes![a]);
    all.extend(more());
    all
}

fn more() -> Vec<Route> { routes![b] }

#[rocket::launch]
fn start() -> _ {
    let base = "/base";
    rocket::build().mount([base, "/api"].concat(), routes())
}
