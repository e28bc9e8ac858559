import { Service, inject } from '@angular/core';
import type { ModelDto, SlotDto } from '../../api/models';
import { Hal0Api } from './hal0-api';
import { liveResource } from './live/live-resource';

/** The models of this box. Provided where they are shown or chosen, so they are read when that opens. */
@Service({ autoProvided: false })
export class ModelsStore {
  private readonly api = inject(Hal0Api);
  private readonly list = liveResource<readonly ModelDto[]>({
    read: () => this.api.models(),
    told: { 'slot.changed': (models, { slot }) => withUser(models, slot) },
    // Slots may have gone.
    rereadOn: {
      'registry.changed': true,
      'config.changed': ({ paths }) => paths.some((path) => path.startsWith('slots.')),
    },
  });

  /** Null until read. */
  readonly models = this.list.value;
  readonly problem = this.list.problem;

  load(): Promise<void> {
    return this.list.load();
  }
}

/** The models as they are used once the slot is as it says; the same list when that is no news. */
function withUser(models: readonly ModelDto[], { name, model }: SlotDto): readonly ModelDto[] {
  const isRight = ({ id, usedBy }: ModelDto) => usedBy.includes(name) === (id === model);
  if (models.every(isRight)) return models;
  return models.map((known) => {
    if (isRight(known)) return known;
    const others = known.usedBy.filter((user) => user !== name);
    return { ...known, usedBy: known.id === model ? [...others, name] : others };
  });
}
