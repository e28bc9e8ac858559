import { DispatcherService, type InferenceRequest } from '@hal0/dispatcher';
import { Clock } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a route has read of a request; the door knows the rest. */
export type AskedRequest = Omit<InferenceRequest, 'id' | 'patient' | 'grant' | 'response'>;

/** Where every route to a model, of whichever dialect, hands its request over to the dispatcher. */
@Injectable()
export class InferenceDoor {
  constructor(
    private readonly dispatcher: DispatcherService,
    private readonly clock: Clock,
  ) {}

  /** For {@link InferenceRequest.arrivedAt}; asked for before the body is read. */
  now(): number {
    return this.clock.monotonic();
  }

  /** The answer is written by the dispatcher from here on. */
  open(request: FastifyRequest, reply: FastifyReply, asked: AskedRequest): void {
    const patient = request.headers['x-hal0-wait'] !== '0';
    reply.hijack();
    this.dispatcher.dispatch({ ...asked, id: request.id, patient, grant: request.grant, response: reply.raw });
  }
}
