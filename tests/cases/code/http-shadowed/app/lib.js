export function get(u) { return u; }
