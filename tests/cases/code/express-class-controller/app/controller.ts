import { Router } from 'express';
export class UserController {
  public path = '/users';
  public router = Router();
  constructor() { this.init(); }
  private init() {
    this.router.get(this.path, this.list);
    this.router.get(`${this.path}/:id`, this.show.bind(this));
  }
  private list = async () => { await fetch('https://list.example.com/'); };
  private async show() { await fetch('https://show.example.com/'); }
}
