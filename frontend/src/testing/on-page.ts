import type { ComponentFixture } from '@angular/core/testing';

/** Lets promises and change detection run until nothing is pending. */
export async function settled(fixture: ComponentFixture<unknown>): Promise<void> {
  await new Promise((done) => setTimeout(done));
  await fixture.whenStable();
}

/** Text as it is read: one space between what stands apart. */
export function textOf(element: Element | null | undefined): string {
  if (!element) return '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
  return texts.join(' ').replace(/\s+/g, ' ').trim();
}

/** The button that a person would name so. */
export function button(page: Element, name: string): HTMLButtonElement {
  const all = [...page.querySelectorAll('button')];
  const found = all.find((candidate) => (candidate.getAttribute('aria-label') ?? textOf(candidate)) === name);
  if (!found) throw new Error(`no button "${name}" among: ${all.map(textOf).join(', ')}`);
  return found;
}

export function byRole(page: Element, role: string): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(`[role=${role}]`)];
}

/** Puts text into the field with this id, as typing does. */
export async function typeInto(fixture: ComponentFixture<unknown>, id: string, text: string): Promise<void> {
  const field = (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>(`#${id}`);
  if (!field) throw new Error(`no field "${id}"`);
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await settled(fixture);
}
