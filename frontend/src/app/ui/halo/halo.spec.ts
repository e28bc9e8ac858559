import { describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { Halo } from './halo';
import { HALO_STATES } from './halo-state';

async function halo(inputs: Record<string, unknown>): Promise<HTMLElement> {
  const fixture = TestBed.createComponent(Halo);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}

describe('Halo', () => {
  it.each(HALO_STATES)('says "%s" in a status role and hides the drawing from readers', async (state) => {
    const element = await halo({ state });
    expect(element.querySelector('[role=status]')?.textContent).toBe(state);
    expect(element.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
    expect(element.dataset['state']).toBe(state);
  });

  it('has a light only while serving and a notch only in error', async () => {
    const parts = async (state: string) => {
      const element = await halo({ state });
      return [element.querySelector('.light') !== null, element.querySelector('.notch') !== null];
    };
    expect(await parts('serving')).toEqual([true, false]);
    expect(await parts('error')).toEqual([false, true]);
    expect(await parts('ready')).toEqual([false, false]);
  });

  it('says another word where the ring stands for something else', async () => {
    const element = await halo({ state: 'pulling', word: 'fetching' });
    expect(element.querySelector('[role=status]')?.textContent).toBe('fetching');
  });

  it('draws a larger share of memory thicker', async () => {
    const line = async (share: number | null) =>
      Number((await halo({ state: 'ready', share })).style.getPropertyValue('--halo-line'));
    expect(await line(0.8)).toBeGreaterThan(await line(0.1));
    expect(await line(7)).toBe(await line(1));
  });
});
