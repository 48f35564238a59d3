import { CanActivate } from '@nestjs/common';
import { decodeSymmetric } from 'atlassian-jwt';
export class JwtGuard implements CanActivate {
  canActivate(context) { return !!decodeSymmetric('t', 's', 'HS256'); }
}
