mod api;
use actix_web::{web, App, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(1))
            .route("/health", web::get().to(|| async { "ok" }))
            .service(
                web::scope("/api")
                    .wrap(HttpAuthentication::bearer(validator))
                    .configure(api::configure),
            )
            .configure(|cfg| { cfg.route("/inline", web::put().to(api::list)); })
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}

async fn validator(token: String) { api::token::verify(&token); }
