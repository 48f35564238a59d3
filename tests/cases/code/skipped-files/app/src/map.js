fetch('https://no.example.com/6');
//# sourceMappingURL=map.js.map
