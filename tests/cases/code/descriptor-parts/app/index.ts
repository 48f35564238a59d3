import express from 'express';
import { modules } from './descriptor/modules';
import { common } from './descriptor/common';

const APP_NAME = `Boards${process.env.STAGE === 'prod' ? '' : ' (test)'}`;
const app = express();

app.get('/atlassian-connect.json', (_req, res) => {
  modules.webPanels[0].url;
  modules.jiraDevelopmentTool.actions = { createBranch: { templateUrl: `${process.env.APP_URL}/branch` } };
  res.status(200).json({
    ...common,
    name: APP_NAME,
    key: process.env.APP_KEY,
    baseUrl: process.env.APP_URL,
    lifecycle: { installed: '/installed', uninstalled: undefined },
    scopes: ['READ', ...(process.env.WRITES ? ['WRITE'] : [])],
    modules,
  });
});
app.post('/installed', (_req, res) => res.sendStatus(204));
