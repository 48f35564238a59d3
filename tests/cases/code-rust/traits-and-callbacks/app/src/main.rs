use std::sync::Arc;

trait Sender { fn send(&self, text: &str); fn log(&self) { record(); } }
struct Slack { http: reqwest::blocking::Client }
struct Quiet;

impl Sender for Slack { fn send(&self, text: &str) { self.http.post("https://slack.com/api/chat.postMessage").send(); } }
impl Sender for Quiet { fn send(&self, text: &str) {} }

struct App { sender: Arc<dyn Sender> }

fn notify<S: Sender>(sender: &S) { sender.send("x"); }
fn record() {}
fn each(f: impl Fn(u8)) { f(1); }
fn callback(x: u8) {}

fn main() {
    let app = App { sender: Arc::new(Quiet) };
    app.sender.send("hello");
    app.sender.log();
    Quiet.log();
    each(callback);
    let local = |x: u8| callback(x);
    vec![1].into_iter().for_each(local);
    notify(&Quiet);
}
