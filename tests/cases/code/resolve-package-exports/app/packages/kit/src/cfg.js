export default { chat: 'https://chat.example.com/post' };
