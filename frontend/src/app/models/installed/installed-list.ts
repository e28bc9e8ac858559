import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ModelDto } from '../../../api/models';
import { describeBytes } from '../../ui/bytes';
import { Chip } from '../../ui/chip';
import { TypeIcon } from '../../ui/type-icon';
import { STATE_WORDS, describeModel } from './model-facts';

/** The models of this box. Each opens what is known of it. */
@Component({
  selector: 'h0-installed-list',
  imports: [Chip, RouterLink, TypeIcon],
  templateUrl: './installed-list.html',
  styleUrl: '../models-list.css',
})
export class InstalledList {
  readonly models = input.required<readonly ModelDto[]>();

  protected readonly rows = computed(() =>
    this.models().map((model) => ({
      model,
      what: describeModel(model),
      size: model.sizeBytes > 0 ? describeBytes(model.sizeBytes) : model.files.length > 0 ? '' : 'with FastFlowLM',
      trouble: model.state === 'ready' ? null : STATE_WORDS[model.state],
    })),
  );
}
