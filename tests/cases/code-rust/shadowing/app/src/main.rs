use reqwest::Client;

struct Cache;
impl Cache { fn get(&self, _: &str) {} }

fn main() {
    let client = Client::new();
    {
        let client = Cache;
        client.get("https://shadowed.example.com");
    }
    client.get("https://seen.example.com").send();
    let reqwest = Cache;
    reqwest.get("https://variable.example.com");
    for client in [Cache] { client.get("https://loop.example.com"); }
    let closure = |client: &Cache| client.get("https://closure.example.com");
    match Some(Cache) { Some(client) => client.get("https://arm.example.com"), None => {} }
}

fn other(clients: &std::collections::HashMap<String, Client>) {
    clients.get("https://map.example.com");
    let inner = clients.get("x").unwrap();
}
