use actix_web::{get, post, route, web, App, HttpResponse, HttpServer};

#[get("/")]
async fn index() -> HttpResponse { HttpResponse::Ok().finish() }

#[post("/hooks/{event}")]
async fn hook() -> HttpResponse { HttpResponse::Ok().finish() }

#[route("/both", method = "GET", method = "PUT")]
async fn both() -> HttpResponse { HttpResponse::Ok().finish() }

#[get("/never-registered")]
async fn lonely() -> HttpResponse { HttpResponse::Ok().finish() }

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().service(index).service(web::scope("/v1").service(hook).service(both)))
        .bind("0.0.0.0:8080")?
        .run()
        .await
}
