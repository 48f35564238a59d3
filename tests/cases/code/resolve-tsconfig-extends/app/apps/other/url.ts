export const URL = 'https://own.example.com/y';
