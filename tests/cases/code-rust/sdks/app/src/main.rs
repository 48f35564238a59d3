use aws_sdk_s3::Client;
use lettre::{Message, SmtpTransport, Transport};

async fn work() {
    let config = aws_config::load_from_env().await;
    let s3 = Client::new(&config);
    s3.put_object().bucket("b").key("k").send().await;
    s3.get_object().bucket("b").send().await;
    let _guard = sentry::init("https://key@o1.ingest.sentry.io/2");
    let mailer = SmtpTransport::relay("smtp.example.com").unwrap().build();
    mailer.send(&email());
    let ai = async_openai::Client::new();
    ai.chat().create(1).await;
    let pay = stripe::Client::new(std::env::var("STRIPE_SECRET_KEY").unwrap());
    stripe::Customer::create(&pay, 1).await;
    octocrab::instance().issues("o", "r").create("t").send().await;
}

fn email() -> Message { todo!() }
fn main() { work(); }
