use actix_web::web::{self, ServiceConfig};

pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/items").route(web::get().to(list)).route(web::post().to(create)))
        .service(web::resource("/items/{id}").to(list));
}

pub async fn list() {}
async fn create() {}

pub mod token {
    pub fn verify(token: &str) { jsonwebtoken::decode::<()>(token, todo!(), todo!()); }
}
