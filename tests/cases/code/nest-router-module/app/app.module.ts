import { Module } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { UsersController, AuditController, HealthController, HooksController } from './controllers';
@Module({ controllers: [AuditController] })
export class AuditModule {}
@Module({ controllers: [UsersController] })
export class UsersModule {}
const routes = [{ path: 'admin', module: UsersModule, children: [{ path: '/logs', module: AuditModule }] }];
@Module({ imports: [UsersModule, AuditModule, RouterModule.register(routes)], controllers: [HealthController, HooksController] })
export class AppModule {}
