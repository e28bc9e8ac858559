import fastifyStatic from '@fastify/static';
import { Hal0ErrorFilter } from '@hal0/platform';
import { Catch, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files are served compressed too: `main-ABCD1234.js`, `main-ABCD1234.js.br`. */
const INDEX = /\/index\.html(\.br|\.gz)?$/;
/** Names of built files carry a hash of their content; the index names them and must not be kept. */
const HASHED = /-[\w-]{8}\.\w+(\.br|\.gz)?$/;
/** Nothing but hal0's own; Angular writes component styles into the page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');
const API_PATHS = /^\/(api|v1|mcp|docs|openapi\.)/;

/** Serves the built dashboard at `/`, and its index for every path the dashboard itself routes. */
export async function serveDashboard(app: NestFastifyApplication, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      prefix: '/',
      wildcard: false,
      preCompressed: true,
      setHeaders: (reply, path) => {
        const page = INDEX.test(path);
        reply.header('cache-control', !page && HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
        if (page) reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      },
    });
  }
  app.useGlobalFilters(new DashboardFilter(app.get(HttpAdapterHost), built));
}

/** hal0's error envelope, except that a browser asking for a page of the dashboard gets the dashboard. */
@Catch()
class DashboardFilter extends Hal0ErrorFilter {
  constructor(
    adapterHost: HttpAdapterHost,
    private readonly built: boolean,
  ) {
    super(adapterHost);
  }

  override catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    if (!this.isPageRequest(error, request)) return super.catch(error, host);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    reply.header('cache-control', 'no-cache').sendFile('index.html');
  }

  private isPageRequest(error: unknown, { method, url, headers }: FastifyRequest): boolean {
    return (
      this.built &&
      error instanceof NotFoundException &&
      (method === 'GET' || method === 'HEAD') &&
      !API_PATHS.test(url) &&
      (headers.accept ?? '').includes('text/html')
    );
  }
}
