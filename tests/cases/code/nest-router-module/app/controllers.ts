import { Controller, Get, Post } from '@nestjs/common';
import { Get as Fetch } from './own';
@Controller('users')
export class UsersController { @Get(':id') one() {} }
@Controller()
export class AuditController { @Get() list() {} }
@Controller('health')
export class HealthController { @Get() check() {} }
@Controller('hooks')
export class HooksController { @Post('jira') jira() {} @Fetch('never') never() {} }
export class NoController { @Get('nowhere') nowhere() {} }
