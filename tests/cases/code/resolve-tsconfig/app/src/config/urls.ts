export const API = 'https://paths.example.com/x';
