import { ElementRef, Injector, afterNextRender, inject } from '@angular/core';

/** Takes a selector. */
export type KeyboardTo = (selector: string) => void;

/**
 * Puts the keyboard on the first element of this component that fits, once it is drawn: what a form opens in place of
 * is often gone or disabled, and the keyboard with it.
 */
export function keyboardWithin(): KeyboardTo {
  const host = inject<ElementRef<HTMLElement>>(ElementRef);
  const injector = inject(Injector);
  return (selector) => {
    afterNextRender({ read: () => host.nativeElement.querySelector<HTMLElement>(selector)?.focus() }, { injector });
  };
}
