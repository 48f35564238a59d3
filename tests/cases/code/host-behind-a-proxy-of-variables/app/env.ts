const defaults = {
  SHOP_URL: (value?: string) => value || 'https://shop.example.com',
};

export const env = new Proxy<object>({}, {
  get(_target: object, name: string) {
    const value = process.env[name];
    return defaults[name]?.(value) || value;
  },
}) as any;

export const cache = new Proxy({}, { get: (target, name) => target[name] }) as any;
