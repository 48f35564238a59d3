import axios from 'axios';
export class Client {
  constructor(base) { this.http = axios.create({ baseURL: base }); }
  load(path) { return this.http.get(path); }
}
