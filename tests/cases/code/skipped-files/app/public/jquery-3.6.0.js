fetch('https://no.example.com/4');
