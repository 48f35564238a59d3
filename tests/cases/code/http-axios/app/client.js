import axios from 'axios';
const instance = axios.create({ baseURL: 'https://client.example.com/v1/' });
instance.interceptors.request.use(x => x);
export { instance as api };
