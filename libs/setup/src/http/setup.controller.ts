import { Hal0Controller } from '@hal0/platform';
import { Get, HttpCode, Post, Req } from '@nestjs/common';
import { FirstRun } from '../first-run/first-run.service.js';
import { isFromHere, type PeerRequest } from '../first-run/peer.js';
import { SetupStateDto } from './setup-state.dto.js';

@Hal0Controller('setup')
export class SetupController {
  constructor(private readonly firstRun: FirstRun) {}

  /** Where the first run stands. */
  @Get('state')
  state(@Req() request: PeerRequest): Promise<SetupStateDto> {
    return this.firstRun.state(isFromHere(request));
  }

  /** Whether the code that comes with it lets one in: says nothing, or why not. */
  @Post('code')
  @HttpCode(204)
  check(): void {
    // Whoever gets here has been let in.
  }

  /** Says that the box is set up. The setup code is used up by that; a second time changes nothing. */
  @Post('complete')
  @HttpCode(200)
  async complete(@Req() request: PeerRequest): Promise<SetupStateDto> {
    await this.firstRun.complete();
    return this.firstRun.state(isFromHere(request));
  }
}
