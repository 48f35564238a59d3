use rocket::{get, routes, request::{FromRequest, Outcome, Request}};

struct User;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for User {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        jsonwebtoken::decode::<()>("", todo!(), todo!());
        Outcome::Success(User)
    }
}

#[get("/me")]
fn me(user: User) {}
#[get("/all")]
fn all() {}

#[rocket::main]
async fn main() { rocket::build().mount("/", routes![me, all]).launch().await; }
