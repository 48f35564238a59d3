export const onRequestGet = async ({ env }) => fetch('https://up.example.com/x');
export async function onRequestPost(context) { return new Response('x'); }
