use actix_web::{web, App, HttpServer};
use awc::Client;

async fn proxy(client: web::Data<Client>) -> String {
    let body = client.post("https://relay.example.net/in").send_json(&1).await;
    String::new()
}

#[actix_web::main]
async fn main() {
    HttpServer::new(|| App::new().app_data(web::Data::new(Client::default())).route("/p", web::post().to(proxy)));
}
