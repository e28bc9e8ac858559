import { Component, computed, input } from '@angular/core';
import { Icon } from './icon/icon';
import type { IconName } from './icon/icons';

/** What a model does, in Lemonade's words. */
export type IconType = 'llm' | 'embedding' | 'reranking' | 'transcription' | 'tts' | 'image';

const ICONS: Record<IconType, IconName> = {
  llm: 'message-square',
  embedding: 'binary',
  reranking: 'list-ordered',
  transcription: 'mic',
  tts: 'audio-lines',
  image: 'image',
};

@Component({
  selector: 'h0-type-icon',
  imports: [Icon],
  template: `<svg [h0-icon]="icon()" [size]="size()"></svg>`,
})
export class TypeIcon {
  readonly type = input.required<IconType>();
  readonly size = input(20);

  protected readonly icon = computed(() => ICONS[this.type()]);
}
