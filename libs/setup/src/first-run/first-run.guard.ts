import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FirstRun } from './first-run.service.js';
import { isFromHere, type PeerRequest } from './peer.js';

const HEADER = 'x-hal0-setup-code';
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Until the box has been set up, only who has its code changes it from another machine. */
@Injectable()
export class FirstRunGuard implements CanActivate {
  constructor(private readonly firstRun: FirstRun) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<PeerRequest>();
    if (READING.has(request.method) || isFromHere(request)) return true;
    const presented = request.headers[HEADER];
    this.firstRun.admit(typeof presented === 'string' ? presented : undefined);
    return true;
  }
}
