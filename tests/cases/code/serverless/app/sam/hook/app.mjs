export const run = async () => fetch('https://hook.example.com');
