export const root = () => fetch('https://main.example.com/');
