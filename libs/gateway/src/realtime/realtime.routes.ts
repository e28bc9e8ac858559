import { JsonBody } from '@hal0/dispatcher';
import type { Clock } from '@hal0/platform';
import type { FastifyInstance } from 'fastify';
import { named } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { takeOnly } from '../intake/intake.js';
import { openAiDialect } from '../openai/openai.dialect.js';
import { acceptHandshake } from './handshake.js';
import { RealtimeCallsUnsupportedError, UpgradeRequiredError } from './realtime.errors.js';
import { RealtimeSession } from './realtime-session.js';
import type { UpgradeDoor } from './upgrade-door.js';

const PATH = '/v1/realtime';
const NOTHING = Buffer.alloc(0);

export interface RealtimeRoutesOptions {
  door: InferenceDoor;
  upgrades: UpgradeDoor;
  clock: Clock;
}

/** `GET /v1/realtime`: a WebSocket that writes down what is said into it. */
export function realtimeRoutes({ door, upgrades, clock }: RealtimeRoutesOptions) {
  const dialect = { ...openAiDialect, name: 'realtime' as const };
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, { contentType: 'application/json', limitBytes: 0, advice: '', dialect });
    fastify.get<{ Querystring: Record<string, unknown> }>('/realtime', (request, reply) => {
      const arrivedAt = door.now();
      const connection = upgrades.connectionOf(request.raw);
      if (!connection) {
        reply.header('upgrade', 'websocket');
        throw new UpgradeRequiredError();
      }
      const headers = acceptHandshake(request.headers);
      if (request.query['call_id'] !== undefined) throw new RealtimeCallsUnsupportedError();
      const model = named(request.query['model']);
      door.open(request, reply, {
        type: 'transcription',
        path: PATH,
        body: new JsonBody(NOTHING, model),
        model,
        stream: false,
        arrivedAt,
        dialect,
        upgrade: {
          connection,
          headers,
          pathFor: (served) => `${PATH}?model=${encodeURIComponent(served)}`,
          protocolFor: (end) => new RealtimeSession({ ...end, asked: model }, clock),
        },
      });
    });
    done();
  };
}
