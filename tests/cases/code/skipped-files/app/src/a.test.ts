fetch('https://no.example.com/1');
