import axios, { AxiosInstance } from 'axios';

export class CodeClient {
  private readonly axios: AxiosInstance;

  constructor(config: { apiUrl: string }) {
    this.axios = axios.create({ baseURL: config.apiUrl });
  }

  list() {
    return this.axios.get('/repositories');
  }
}
