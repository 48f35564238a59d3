import { Controller, Post, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
@Controller('up')
export class Up {
  @Post() @UseInterceptors(FileInterceptor('file')) up() {}
}
