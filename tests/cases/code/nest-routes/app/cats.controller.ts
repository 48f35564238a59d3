import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { CatsService } from './cats.service';
import { JwtGuard } from './jwt.guard';
@Controller(['cats', 'kittens'])
export class CatsController {
  constructor(private readonly cats: CatsService) {}
  @Get()
  list() { return this.cats.all(); }
  @UseGuards(JwtGuard)
  @Post(':id/feed')
  feed() { return {}; }
  helper() {}
}
