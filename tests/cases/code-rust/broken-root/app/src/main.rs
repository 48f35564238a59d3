mod good;
fn main() { let x = ; }
