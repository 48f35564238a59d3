const Queue = require('bull');
const { Consumer } = require('sqs-consumer');
const q = new Queue('mail', 'redis://q.example.com');
q.process(async job => { await fetch('https://job.example.com'); });
Consumer.create({ queueUrl: 'u', handleMessage: async m => fetch('https://sqs.example.com') }).start();
