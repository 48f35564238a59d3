use axum::{routing::get, Json, Router};
use serde_json::json;

async fn descriptor() -> Json<serde_json::Value> {
    Json(json!({
        "key": "app", "baseUrl": "https://app.example.com", "authentication": { "type": "jwt" },
        "modules": { "generalPages": [] }
    }))
}

async fn panel() -> String { tera::Tera::default().render("panel.html", &tera::Context::new()).unwrap() }
async fn token() { let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"; let x = json!({ "baseUrl": 1 }); }

fn main() {
    let app = Router::new().route("/atlassian-connect.json", get(descriptor)).route("/panel", get(panel)).route("/t", get(token));
    axum::serve(todo!(), app);
}
