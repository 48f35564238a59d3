#[macro_use] extern crate rocket;
mod hooks;
use rocket::{Build, Rocket};

#[get("/")]
fn index() -> &'static str { "ok" }

#[get("/items/<id>?<page>")]
fn item(id: u32, page: Option<u32>) -> String { String::new() }

#[launch]
fn rocket() -> Rocket<Build> {
    rocket::build().mount("/", routes![index]).mount("/api", routes![item, hooks::issue]).mount("/more", hooks::routes())
}
