import { Service, inject } from '@angular/core';
import type {
  CapabilitiesDto,
  CapableDeviceDto,
  ModelType,
  ProfileDto,
  SlotCapabilitiesDto,
} from '../../../api/models';
import { liveResource } from '../../core/live/live-resource';
import { SlotsApi } from '../slots-api';

/** What a slot can be given here: profiles, and devices with the reason where one cannot be used. */
@Service({ autoProvided: false })
export class SetupStore {
  private readonly api = inject(SlotsApi);
  private readonly abilities = liveResource<CapabilitiesDto>({
    read: () => this.api.capabilities(),
    rereadOn: { 'registry.changed': true, 'backend.changed': true, 'hardware.changed': true, 'config.changed': true },
    atMostEveryMs: 1000,
  });
  private readonly sets = liveResource<readonly ProfileDto[]>({
    read: () => this.api.profiles(),
    rereadOn: { 'config.changed': true },
  });

  /** Null until read, and where they cannot be read: a slot can be configured without them. */
  readonly profiles = this.sets.value;
  readonly problem = this.abilities.problem;

  of(name: string): SlotCapabilitiesDto | undefined {
    return this.abilities.value()?.slots.find((slot) => slot.name === name);
  }

  /** Devices for a slot that is not there yet, as a slot of its type has them. */
  devicesFor(type: ModelType): readonly CapableDeviceDto[] {
    return this.abilities.value()?.slots.find((slot) => slot.type === type)?.devices ?? [];
  }

  /** Why no slot can be added under this name; null where nothing is known against it. */
  reservedFor(name: string): string | null {
    return this.abilities.value()?.reservedNames.find((each) => each.name === name)?.reason ?? null;
  }

  async load(): Promise<void> {
    await Promise.all([this.abilities.load(), this.sets.load()]);
  }
}
