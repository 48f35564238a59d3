export async function PUT() {}
