import { Hal0Settings } from '@hal0/config';
import { UpstreamsService } from '@hal0/dispatcher';
import { Clock, Hal0Paths, ownHostname, RequestSecurity } from '@hal0/platform';
import { RegistryService } from '@hal0/registry';
import { SlotsService } from '@hal0/slots';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { formTable } from './forms/form-table.js';
import { formRoutes } from './forms/form.routes.js';
import { anthropicRoutes } from './anthropic/anthropic.routes.js';
import { GATEWAY_PREFIX } from './gateway-prefix.js';
import { ImageCacheService } from './images/image-cache.service.js';
import { imageRoutes } from './images/image.routes.js';
import { InferenceDoor } from './intake/inference-door.js';
import { RequestIds } from './intake/request-ids.js';
import { KeyGate } from './keys/key-gate.js';
import { OpenStreams } from './keys/open-streams.service.js';
import { ollamaRoutes } from './ollama/ollama.routes.js';
import { openAiRoutes } from './openai/openai.routes.js';
import { realtimeRoutes } from './realtime/realtime.routes.js';
import { UpgradeDoor } from './realtime/upgrade-door.js';
import { responsesRoutes } from './responses/responses.routes.js';
import { securityHook } from './security-hook.js';

/** Puts the wire onto the application's web server: one security hook for everything of hal0's, and the /v1 routes. */
@Injectable()
export class GatewayService implements OnModuleInit {
  private readonly logger = new Logger('Gateway');

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @Inject(GATEWAY_PREFIX) private readonly prefix: string,
    private readonly settings: Hal0Settings,
    private readonly door: InferenceDoor,
    private readonly slots: SlotsService,
    private readonly registry: RegistryService,
    private readonly upstreams: UpstreamsService,
    private readonly clock: Clock,
    private readonly gate: KeyGate,
    private readonly streams: OpenStreams,
    private readonly images: ImageCacheService,
    private readonly paths: Hal0Paths,
    private readonly ids: RequestIds,
  ) {}

  onModuleInit(): void {
    const { httpAdapter } = this.adapterHost;
    // A context without a web server, as the OpenAPI export has, mounts nothing.
    if (!httpAdapter) return;
    if (httpAdapter.getType() !== 'fastify') {
      this.logger.warn(
        'The /v1 routes, API keys and the Host and Origin checks need Fastify, and this application runs on another web server. hal0 is mounted without them.',
      );
      return;
    }
    const fastify = httpAdapter.getInstance<FastifyInstance>();
    const { api } = this.settings;
    const security = new RequestSecurity({
      hostname: ownHostname(),
      get allowedHosts() {
        return api.allowed_hosts;
      },
      get allowedOrigins() {
        return api.allowed_origins;
      },
    });
    fastify.decorateRequest('grant', null);
    const { gate, streams, prefix: own } = this;
    fastify.addHook('onRequest', securityHook({ security, gate, streams, prefix: own }));
    const roots = ['/v1', '/api/v1'].map((root) => this.prefix + root);
    const upgrades = new UpgradeDoor(new Set(roots.map((root) => `${root}/realtime`)));
    upgrades.attach(fastify);
    // Not awaited: that would settle the routes there are by now, before Nest has brought its error handler.
    void fastify.register((scope, _options, done) => {
      // What is refused before it is a request to a model has an id too.
      scope.setGenReqId(() => this.ids.next());
      this.registerRoutes(scope, roots, upgrades);
      done();
    });
  }

  private registerRoutes(fastify: FastifyInstance, roots: readonly string[], upgrades: UpgradeDoor): void {
    const { door, slots, registry, upstreams, clock } = this;
    const { api } = this.settings;
    const bodyLimit = api.body_limit_mib * 1_048_576;
    const uploads = { folder: this.paths.uploads, limitBytes: api.upload_limit_mib * 1_048_576 };
    const routes = formTable(this.images);
    for (const prefix of roots) {
      void fastify.register(formRoutes({ door, uploads, routes }), { prefix });
      void fastify.register(imageRoutes({ door, cache: this.images, bodyLimit }), { prefix });
      void fastify.register(anthropicRoutes({ door, bodyLimit }), { prefix });
      void fastify.register(realtimeRoutes({ door, upgrades, clock }), { prefix });
      void fastify.register(responsesRoutes({ door, bodyLimit }), { prefix });
      void fastify.register(openAiRoutes({ door, slots, registry, upstreams, bodyLimit }), { prefix });
    }
    void fastify.register(ollamaRoutes({ door, clock, slots, registry, upstreams, bodyLimit }), {
      prefix: `${this.prefix}/api`,
    });
  }
}
