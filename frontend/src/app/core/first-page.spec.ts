import { beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { aSetupState } from '../../testing/bundle-samples';
import { firstPage } from './first-page';

describe('firstPage', () => {
  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
  });

  function ask(): { page: Promise<string>; answer: ReturnType<HttpTestingController['expectOne']> } {
    const page = TestBed.runInInjectionContext(firstPage);
    return { page, answer: TestBed.inject(HttpTestingController).expectOne('/api/setup/state') };
  }

  it('is the first run on a box that nobody has set up, and the slots afterwards', async () => {
    const fresh = ask();
    fresh.answer.flush(aSetupState());
    expect(await fresh.page).toBe('/setup');
    const known = ask();
    known.answer.flush(aSetupState({ firstRun: false }));
    expect(await known.page).toBe('/slots');
  });

  it('is the slots where hal0 does not say', async () => {
    const { page, answer } = ask();
    answer.flush({}, { status: 503, statusText: 'x' });
    expect(await page).toBe('/slots');
  });
});
