import { hal0ControllerOf } from '@hal0/platform';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FirstRun } from './first-run.service.js';
import { isFromHere, type PeerRequest } from './peer.js';

const HEADER = 'x-hal0-setup-code';
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Until the box has been set up, only who has its code changes anything of it from another machine: whatever hal0's own
 * routes do, and none of a host application's.
 */
@Injectable()
export class FirstRunGuard implements CanActivate {
  constructor(private readonly firstRun: FirstRun) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const own = hal0ControllerOf(context.getClass());
    if (!own || own.changesNothing) return true;
    const request = context.switchToHttp().getRequest<PeerRequest>();
    if (READING.has(request.method) || isFromHere(request)) return true;
    const presented = request.headers[HEADER];
    await this.firstRun.admit(typeof presented === 'string' ? presented : undefined);
    return true;
  }
}
