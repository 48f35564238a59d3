export function run() { fetch('https://late.example.com/'); }
