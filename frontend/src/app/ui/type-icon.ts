import { Component, computed, input } from '@angular/core';
import {
  LucideAudioLines,
  LucideBinary,
  LucideDynamicIcon,
  LucideImage,
  LucideListOrdered,
  LucideMessageSquare,
  LucideMic,
  type LucideIcon,
} from '@lucide/angular';

/** What a model does, in Lemonade's words. */
export type IconType = 'llm' | 'embedding' | 'reranking' | 'transcription' | 'tts' | 'image';

const ICONS: Record<IconType, LucideIcon> = {
  llm: LucideMessageSquare,
  embedding: LucideBinary,
  reranking: LucideListOrdered,
  transcription: LucideMic,
  tts: LucideAudioLines,
  image: LucideImage,
};

@Component({
  selector: 'h0-type-icon',
  imports: [LucideDynamicIcon],
  template: `<svg [lucideIcon]="icon()" [size]="size()"></svg>`,
})
export class TypeIcon {
  readonly type = input.required<IconType>();
  readonly size = input(20);

  protected readonly icon = computed(() => ICONS[this.type()]);
}
