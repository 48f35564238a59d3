export const nightly = async () => { await fetch('https://night.example.com'); };
export async function mail() { await fetch('https://mail.example.com'); }
