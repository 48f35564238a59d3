const API = process.env.API_URL || 'https://api.example.com';
const { OTHER_URL = 'https://other.example.com' } = process.env;
fetch(API + '/a');
fetch(`${OTHER_URL}/b`);
fetch(process.env.NOWHERE_URL + '/c');
fetch(process.env.FILE_URL + '/d');
