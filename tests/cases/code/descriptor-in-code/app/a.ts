import express from 'express';
const app = express();
export const descriptor = {
  key: 'x', name: 'X', baseUrl: process.env.BASE, apiVersion: 1,
  authentication: { type: 'jwt' }, lifecycle: { installed: '/installed' }, scopes: ['READ'], modules: {},
};
app.get('/atlassian-connect.json', (req, res) => res.json(descriptor));
const other = { key: 'a', baseUrl: 'b' };
