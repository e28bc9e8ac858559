import { Hal0Controller } from '@hal0/platform';
import { Get, Header, Headers } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { EventStreamService } from '../stream/event-stream.service.js';

@Hal0Controller('events')
export class EventsController {
  constructor(private readonly stream: EventStreamService) {}

  /** Everything that happens, as server-sent events. A client that was away names the last event it saw. */
  // An async iterable instead of @Sse: Nest asks it for the next piece only when the client has taken the last one, while
  // an observable would pile events up for a slow client.
  @Get('stream')
  @Header('Content-Type', 'text/event-stream; charset=utf-8')
  @Header('Cache-Control', 'no-cache, no-transform')
  @Header('X-Accel-Buffering', 'no')
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'last-event-id', required: false, schema: { type: 'string' } })
  @ApiOkResponse({ schema: { type: 'string' } })
  open(@Headers('last-event-id') lastEventId?: string): AsyncIterable<string> {
    return this.stream.open(lastEventId);
  }
}
