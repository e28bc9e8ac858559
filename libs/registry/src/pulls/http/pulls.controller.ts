import { EventStreamAnswer, Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, HttpCode, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse } from '@nestjs/swagger';
import { PullsService } from '../pulls.service.js';
import { PullDto, StartedPullDto, toPullDto } from './pull.dto.js';
import { StartPullDto } from './start-pull.dto.js';

/** What Fastify and Express have in common. */
interface Answer {
  status(code: number): unknown;
}

@Hal0Controller('pulls')
export class PullsController {
  constructor(private readonly pulls: PullsService) {}

  /** All pulls of the last two weeks, newest first. */
  @Get()
  list(): PullDto[] {
    return this.pulls.list().map(toPullDto);
  }

  /** Pulls a model. Answers at once; 200 with `resumed` when a pull of the same model goes on instead of a new one. */
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiAcceptedResponse({ type: StartedPullDto })
  @ApiOkResponse({ type: StartedPullDto })
  async start(@Body() body: StartPullDto, @Res({ passthrough: true }) answer: Answer): Promise<StartedPullDto> {
    const { pull, resumed } = await this.pulls.start(body);
    if (resumed) answer.status(HttpStatus.OK);
    return { ...toPullDto(pull), resumed };
  }

  /** One pull. */
  @Get(':id')
  get(@Param('id') id: string): PullDto {
    return toPullDto(this.pulls.get(id));
  }

  /** How it is getting on, as server-sent events: `pull.snapshot`, `pull.progress`, and at last how it ended. */
  @Get(':id/stream')
  @EventStreamAnswer()
  stream(@Param('id') id: string): AsyncIterable<string> {
    return this.pulls.follow(id);
  }

  /** Stops it and keeps what has arrived. */
  @Post(':id/pause')
  @HttpCode(HttpStatus.OK)
  async pause(@Param('id') id: string): Promise<PullDto> {
    return toPullDto(await this.pulls.pause(id));
  }

  /** Goes on with one that was paused or has failed. */
  @Post(':id/resume')
  @HttpCode(HttpStatus.OK)
  async resume(@Param('id') id: string): Promise<PullDto> {
    return toPullDto(await this.pulls.resume(id));
  }

  /** Ends it, also one that has failed, and throws away what has arrived. */
  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  async cancel(@Param('id') id: string): Promise<PullDto> {
    return toPullDto(await this.pulls.cancel(id));
  }

  /** Forgets one that has ended, with what a failed one holds. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Param('id') id: string): Promise<void> {
    await this.pulls.remove(id);
  }
}
