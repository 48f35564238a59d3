fetch('https://no.example.com/5');
