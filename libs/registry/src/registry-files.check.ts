import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { ModelInspector } from './inspection/model-inspector.js';
import { examineModel } from './reconcile/examine-model.js';
import { RegistryService } from './registry.service.js';

/** Finds models whose files are gone or damaged. */
@Injectable()
export class RegistryFilesCheck extends DoctorCheck {
  readonly id = 'registry.files';

  constructor(
    private readonly registry: RegistryService,
    private readonly inspector: ModelInspector,
  ) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const models = this.registry.list().filter(({ path }) => path !== null);
    const looked = await Promise.all(models.map((model) => examineModel(model, this.inspector)));
    const failing = models.flatMap(({ id }, index) => {
      const { state } = looked[index]?.changes ?? {};
      return state === undefined || state === 'ready' ? [] : [`${id} (a file is ${state})`];
    });
    if (!failing.length) return { severity: 'ok', message: `The files of all ${models.length} models are in place.` };
    return {
      severity: 'error',
      message: `Of ${models.length} models, ${failing.length} cannot be loaded: ${failing.join(', ')}.`,
      remedy:
        'See where the files should be with "hal0 model show", and put them back; or pull the models again, or remove them with "hal0 model rm".',
    };
  }
}
