export const mail = () => fetch('https://mail.example.com/');
