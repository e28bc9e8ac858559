import { Module, type DynamicModule } from '@nestjs/common';
import { GATEWAY_PREFIX } from './gateway-prefix.js';
import { GatewayService } from './gateway.service.js';
import { ImageCacheService } from './images/image-cache.service.js';
import { ImagesController } from './images/images.controller.js';
import { InferenceDoor } from './intake/inference-door.js';
import { RequestIds } from './intake/request-ids.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { ApiKeysController } from './keys/http/api-keys.controller.js';
import { SessionController } from './keys/http/session.controller.js';
import { KeyGate } from './keys/key-gate.js';
import { OpenStreams } from './keys/open-streams.service.js';
import { OperatorToken } from './keys/operator-token.js';
import { SessionsService } from './keys/sessions.service.js';

export interface GatewayModuleOptions extends Pick<DynamicModule, 'imports'> {
  /** Path in front of `/v1`, with a leading slash; empty for none. */
  prefix: string;
}

/** Needs the modules of platform, config, registry, slots and dispatcher in `imports`. */
@Module({})
export class GatewayModule {
  static register({ imports, prefix }: GatewayModuleOptions): DynamicModule {
    return {
      module: GatewayModule,
      imports,
      controllers: [ApiKeysController, SessionController, ImagesController],
      providers: [
        { provide: GATEWAY_PREFIX, useValue: prefix },
        ApiKeysService,
        OperatorToken,
        SessionsService,
        KeyGate,
        OpenStreams,
        RequestIds,
        InferenceDoor,
        ImageCacheService,
        GatewayService,
      ],
    };
  }
}
