fetch('https://own.example.com/x');
