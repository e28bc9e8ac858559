import { describe, expect, it } from '@jest/globals';
import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { settled, textOf } from '../../../testing/on-page';
import { Session, noticeRefusal } from './session';
import { SignIn } from './sign-in';

const MISSING = { error: { code: 'auth.key_missing', message: 'hal0 wants a key.' } };

describe('signing in', () => {
  function setUp(): HttpTestingController {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([noticeRefusal])), provideHttpClientTesting()],
    });
    return TestBed.inject(HttpTestingController);
  }

  it('is wanted once hal0 refuses what the dashboard asks for, and not for other failures', () => {
    const http = setUp();
    const session = TestBed.inject(Session);
    const ask = () =>
      TestBed.inject(HttpClient)
        .get('/api/slots')
        .subscribe({ error: () => undefined });
    ask();
    http.expectOne('/api/slots').flush({}, { status: 503, statusText: 'x' });
    expect(session.wanted()).toBe(false);
    ask();
    http.expectOne('/api/slots').flush(MISSING, { status: 401, statusText: 'x' });
    expect(session.wanted()).toBe(true);
  });

  it('is not wanted where the first run asks for its own code', () => {
    const http = setUp();
    TestBed.inject(HttpClient)
      .post('/api/setup/complete', null)
      .subscribe({ error: () => undefined });
    const error = { code: 'setup.code_missing', message: 'The setup code is missing.' };
    http.expectOne('/api/setup/complete').flush({ error }, { status: 401, statusText: 'x' });
    expect(TestBed.inject(Session).wanted()).toBe(false);
  });

  it('sends the key once, and says why it was refused', async () => {
    const http = setUp();
    const fixture = TestBed.createComponent(SignIn);
    const page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    page.querySelector<HTMLInputElement>('#sign-in-key')!.value = ' hal0_wrong ';
    page.querySelector('form')!.dispatchEvent(new Event('submit'));
    const post = http.expectOne('/api/session');
    expect(post.request.body).toEqual({ key: 'hal0_wrong' });
    const error = { code: 'auth.key_limited', message: 'This key has limits.' };
    post.flush({ error }, { status: 403, statusText: 'x' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('This key has limits. auth.key_limited');
  });
});
