import { Hal0Settings } from '@hal0/config';
import { ownHostname, RequestSecurity } from '@hal0/platform';
import { RegistryService } from '@hal0/registry';
import { SlotsService } from '@hal0/slots';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { InferenceDoor } from './intake/inference-door.js';
import { openAiDialect } from './openai/openai.dialect.js';
import { openAiRoutes } from './openai/openai.routes.js';
import { securityHook } from './security-hook.js';

export const GATEWAY_PREFIX = Symbol('GATEWAY_PREFIX');

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
  ) {}

  onModuleInit(): void {
    const { httpAdapter } = this.adapterHost;
    // A context without a web server, as the OpenAPI export has, mounts nothing.
    if (!httpAdapter) return;
    if (httpAdapter.getType() !== 'fastify') {
      this.logger.warn(
        'The /v1 routes and the Host and Origin checks need Fastify, and this application runs on another web server. hal0 is mounted without them.',
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
    fastify.addHook('onRequest', securityHook(security, this.prefix, openAiDialect));
    const { door, slots, registry } = this;
    const bodyLimit = api.body_limit_mib * 1_048_576;
    // Not awaited: that would settle the routes there are by now, before Nest has brought its error handler.
    for (const root of ['/v1', '/api/v1']) {
      void fastify.register(openAiRoutes({ door, slots, registry, bodyLimit }), { prefix: this.prefix + root });
    }
  }
}
