import { Injectable } from '@nestjs/common';
import { HttpService } from '@nestjs/axios';
@Injectable()
export class CatsService {
  constructor(private http: HttpService) {}
  all() { return this.http.get('https://cats.example.com/all'); }
}
