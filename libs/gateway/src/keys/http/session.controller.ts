import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { SessionsService } from '../sessions.service.js';
import { SessionDto, SignInDto } from './session.dto.js';

/** The answer of either web server. */
interface Reply {
  header(name: string, value: string): unknown;
}

/** Open without a key: this is where the dashboard shows one. */
@Hal0Controller('session', { changesNothing: true })
export class SessionController {
  constructor(private readonly sessions: SessionsService) {}

  /** Whether this browser is signed in, and whether it has to be. */
  @Get()
  get(@Headers('cookie') cookies: string | undefined): SessionDto {
    return this.sessions.describe(this.sessions.keyOf(cookies));
  }

  /** Signs this browser in with an API key that has no limits, for 30 days. */
  @Post()
  @HttpCode(200)
  signIn(@Body() { key }: SignInDto, @Res({ passthrough: true }) reply: Reply): SessionDto {
    const known = this.sessions.check(key);
    reply.header('set-cookie', this.sessions.begin(known));
    return this.sessions.describe(known);
  }

  /** Signs this browser out. */
  @Delete()
  @HttpCode(204)
  signOut(@Res({ passthrough: true }) reply: Reply): void {
    reply.header('set-cookie', this.sessions.end());
  }
}
