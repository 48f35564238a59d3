import { NestFactory } from '@nestjs/core';
import { Controller, Get, Module, VersioningType } from '@nestjs/common';
@Controller({ path: 'cats', version: ['1', '2'] })
export class Cats { @Get() all() {} }
@Controller('dogs')
export class Dogs { @Get() all() {} }
@Module({ controllers: [Cats, Dogs] })
class App {}
NestFactory.create(App).then((app) => { app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }); });
