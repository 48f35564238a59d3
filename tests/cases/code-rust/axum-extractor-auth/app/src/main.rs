use axum::{extract::FromRequestParts, http::request::Parts, routing::get, Router};

struct Tenant { key: String }

impl<S: Send + Sync> FromRequestParts<S> for Tenant {
    type Rejection = ();
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ()> {
        let token = jsonwebtoken::decode::<()>("", &key(), &Default::default());
        Ok(Tenant { key: String::new() })
    }
}

fn key() -> jsonwebtoken::DecodingKey { todo!() }
async fn mine(tenant: Tenant) -> String { tenant.key }
async fn open() {}

#[tokio::main]
async fn main() {
    let app = Router::new().route("/mine", get(mine)).route("/open", get(open));
    axum::serve(todo!(), app).await;
}
