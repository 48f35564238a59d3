const region = 'eu';
export const hosts = { eu: `${region}.example.com`, us: 'us.example.com' };
