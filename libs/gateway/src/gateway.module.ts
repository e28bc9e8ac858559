import { Module, type DynamicModule } from '@nestjs/common';
import { GATEWAY_PREFIX, GatewayService } from './gateway.service.js';
import { InferenceDoor } from './intake/inference-door.js';
import { RequestIds } from './intake/request-ids.js';

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
      providers: [{ provide: GATEWAY_PREFIX, useValue: prefix }, RequestIds, InferenceDoor, GatewayService],
    };
  }
}
