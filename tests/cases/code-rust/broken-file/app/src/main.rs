mod good;
mod broken;
fn main() { good::go(); }
