import express, { Application } from 'express';
import { UserController } from './controller';
class App {
  public app: Application;
  constructor(controllers: UserController[]) {
    this.app = express();
    controllers.forEach(c => this.app.use('/', c.router));
  }
}
new App([new UserController()]);
