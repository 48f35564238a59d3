import axios, { AxiosInstance } from 'axios';
abstract class Base {
  protected http: AxiosInstance;
  constructor(url: string) { this.http = axios.create({ baseURL: url }); }
  protected abstract path(): string;
  run() { return this.http.get(this.path()); }
}
class One extends Base {
  constructor() { super('https://one.example.com'); }
  path() { return '/one'; }
}
class Two extends Base {
  static URL = 'https://two.example.com';
  constructor() { super(Two.URL); }
  path() { return '/two'; }
}
new One().run();
new Two().run();
