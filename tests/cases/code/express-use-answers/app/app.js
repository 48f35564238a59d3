const express = require('express');
const { graphqlHTTP } = require('express-graphql');
const helmet = require('helmet');
const app = express();
app.use(helmet());
app.use('/graphql', graphqlHTTP({}));
app.use('/ping', (req, res) => res.send('ok'));
app.use('/log', (req, res, next) => next());
app.use((err, req, res, next) => res.end());
