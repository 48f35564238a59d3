use sqlx::postgres::PgPoolOptions;
use diesel::prelude::*;

async fn connect() {
    let pool = PgPoolOptions::new().max_connections(5).connect("postgres://app@db.example.com:5432/app").await.unwrap();
    let url = std::env::var("DATABASE_URL").unwrap();
    let other = sqlx::PgPool::connect(&url).await;
    let orm = sea_orm::Database::connect("mysql://orm.example.com/x").await;
    let raw = tokio_postgres::connect("postgresql://raw.example.com/x", tokio_postgres::NoTls).await;
    let cache = redis::Client::open("redis://cache.example.com/").unwrap();
    let mongo = mongodb::Client::with_uri_str("mongodb+srv://cluster.example.com/db").await;
    let conn = PgConnection::establish(&url);
    sqlx::query("select 1").execute(&pool).await;
}

fn main() { connect(); }
