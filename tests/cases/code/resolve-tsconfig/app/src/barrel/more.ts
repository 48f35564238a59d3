export const again = () => fetch('https://star.example.com/y');
