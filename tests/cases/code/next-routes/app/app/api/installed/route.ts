export async function POST(req: Request) { return new Response('ok'); }
export const GET = async () => new Response('x');
const helper = () => {};
export const runtime = 'edge';
