use clap::Parser;

const KEY: &str = "API_TOKEN";
const SIGNING_SECRET: &str = "x7Kq9LmZ2pQr8TvW";
const URL: &str = "https://user:hunter2@secret.example.com/path";

#[derive(Parser)]
struct Args {
    #[arg(long, env = "LISTEN_PORT", default_value = "3000")]
    port: u16,
    #[clap(env)]
    log_level: String,
}

fn main() {
    dotenvy::dotenv().ok();
    let token = std::env::var(KEY).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let home = option_env!("HOME");
    let x = dotenvy::var("FROM_DOTENV").unwrap_or_default();
    reqwest::blocking::get(URL);
    let pem = "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----";
    let name = "NOT_A_VARIABLE";
}
