struct Cache<T> { last: Option<T> }
struct Mutex<T>(T);
enum Command { New }
impl Command { fn new(name: &str) -> Self { Command::New } }
mod fs { pub fn write(_: &str, _: &str) {} }

static SETTINGS: Mutex<Vec<u8>> = Mutex(Vec::new());

struct App { cache: Cache<String>, list: Mutex<Vec<u8>> }

async fn handler() {
    Command::new("ls");
    fs::write("a", "b");
    std::path::Path::new("x").exists();
}

fn decode(token: &str) {}
fn main() { decode("x"); }
