import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { Theme } from './theme';

describe('Theme', () => {
  beforeEach(() => localStorage.clear());

  const shown = () => document.documentElement.dataset['theme'];

  it('is dark unless the person chose light', () => {
    TestBed.inject(Theme);
    TestBed.tick();
    expect(shown()).toBe('dark');
  });

  it('shows the other theme at once and remembers it', () => {
    TestBed.inject(Theme).toggle();
    TestBed.tick();
    expect(shown()).toBe('light');

    TestBed.resetTestingModule();
    expect(TestBed.inject(Theme).name()).toBe('light');
  });
});
