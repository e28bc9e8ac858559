import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { pollWhileVisible } from './poll-while-visible';

describe('pollWhileVisible', () => {
  let asked: number;
  let answer: () => void;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = 0;
    TestBed.runInInjectionContext(() =>
      pollWhileVisible(2000, () => {
        asked++;
        return new Promise((done) => (answer = done));
      }),
    );
  });

  afterEach(() => {
    show(true);
    TestBed.resetTestingModule();
    jest.useRealTimers();
  });

  function show(visible: boolean): void {
    Object.defineProperty(document, 'hidden', { value: !visible, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }

  async function pass(milliseconds: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(milliseconds);
  }

  it('asks at once, and again when the time has passed since the answer', async () => {
    expect(asked).toBe(1);
    await pass(10_000);
    expect(asked).toBe(1);
    answer();
    await pass(1999);
    expect(asked).toBe(1);
    await pass(1);
    expect(asked).toBe(2);
  });

  it('asks nothing while nobody sees the page, and at once when somebody does again', async () => {
    answer();
    await pass(0);
    show(false);
    await pass(60_000);
    expect(asked).toBe(1);
    show(true);
    expect(asked).toBe(2);
    show(true);
    expect(asked).toBe(2);
  });

  it('ends with its owner', async () => {
    TestBed.resetTestingModule();
    answer();
    await pass(60_000);
    show(true);
    expect(asked).toBe(1);
  });
});
