fetch('https://yes.example.com/');
