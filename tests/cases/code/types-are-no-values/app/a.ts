import type { AxiosInstance } from 'axios';
interface Api { get(url: string): void; fetch(u: string): void }
type fetch = (u: string) => void;
class Mock implements Api { get(u: string) {} fetch(u: string) {} }
const api: Api = new Mock();
api.get('https://no.example.com/1');
api.fetch('https://no.example.com/2');
export function real(http: AxiosInstance) { return http.get('https://typed.example.com/x'); }
