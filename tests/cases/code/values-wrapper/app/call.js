import axios from 'axios';
export const call = (url, ...rest) => axios.get(url, ...rest);
