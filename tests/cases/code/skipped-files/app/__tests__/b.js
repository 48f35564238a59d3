fetch('https://no.example.com/2');
