export const total = (values: Record<string, string>): number => Object.keys(values).length;
