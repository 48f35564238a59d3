fn first() -> reqwest::blocking::RequestBuilder {
    static INSTANCE: std::sync::LazyLock<reqwest::blocking::Client> = std::sync::LazyLock::new(|| reqwest::blocking::Client::new());
    const URL: &str = "https://first.example.com";
    INSTANCE.get(URL)
}

fn second() -> String {
    use std::collections::HashMap as Client;
    static INSTANCE: u8 = 1;
    const URL: &str = "https://second.example.com";
    fn get(_: &str) -> String { super_helper() }
    let map: Client<&str, u8> = Client::new();
    map.get(URL);
    get(URL)
}

fn super_helper() -> String { String::new() }

fn main() {
    fn inner() { first(); self::second(); }
    inner();
}
