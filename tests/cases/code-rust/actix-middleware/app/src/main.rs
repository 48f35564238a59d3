use actix_web::{dev::{Service, ServiceRequest, Transform}, web, App, HttpServer};

pub struct Verify;
pub struct VerifyService<S> { service: S }

impl<S> Transform<S, ServiceRequest> for Verify {
    fn new_transform(&self, service: S) -> VerifyService<S> { VerifyService { service } }
}

impl<S> Service<ServiceRequest> for VerifyService<S> {
    fn call(&self, request: ServiceRequest) { jsonwebtoken::decode::<()>("", todo!(), todo!()); }
}

async fn page() {}

#[actix_web::main]
async fn main() {
    HttpServer::new(|| {
        App::new()
            .service(web::scope("/in").route("/page", web::get().to(page)).wrap(Verify))
            .route("/out", web::get().to(page))
    });
}
