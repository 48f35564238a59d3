struct Router { paths: Vec<String> }

impl Router {
    fn new() -> Self { Router { paths: Vec::new() } }
    fn route(mut self, path: &str, handler: fn()) -> Self { self.paths.push(path.into()); self }
}

fn get(handler: fn()) -> fn() { handler }
fn show() {}

fn main() {
    let app = Router::new().route("/not-a-route", get(show));
    let map: std::collections::HashMap<&str, u8> = Default::default();
    map.get("/neither");
}
