use rocket::{post, put, routes, Route};

#[post("/hooks/issue", format = "json", data = "<body>")]
pub fn issue(body: String) {}

#[put("/<key>")]
fn replace(key: String) {}

pub fn routes() -> Vec<Route> { routes![replace] }
