import { describe, expect, it } from '@jest/globals';
import { button, settled, textOf } from '../../../testing/on-page';
import { openPage } from '../../../testing/opened-page';
import { Toasts } from '../../ui/toasts';
import { TestBed } from '@angular/core/testing';
import { Session } from './session';
import { SignOut } from './sign-out';

const SIGNED_IN = { required: true, signedIn: true, key: 'laptop' };

describe('SignOut', () => {
  it('is there only while this browser is signed in, says with which key, and shows the door when that is revoked', async () => {
    const { fixture, page, http, sources } = await openPage(SignOut);
    expect(textOf(page)).toBe('');
    http.expectOne('/api/session').flush(SIGNED_IN);
    await settled(fixture);
    expect(button(page, 'Sign out').title).toBe('Sign out: signed in with the key laptop');
    sources.current.tell('audit', { record: { action: 'key.revoked', target: 'laptop', outcome: 'ok' } });
    http.expectOne('/api/session').flush({ required: true, signedIn: false, key: null });
    await settled(fixture);
    expect(page.querySelector('button')).toBeNull();
    expect(TestBed.inject(Session).wanted()).toBe(true);
  });

  it('shows the door when hal0 lets go of this browser and takes it no more', async () => {
    const { fixture, http, sources } = await openPage(SignOut);
    http.expectOne('/api/session').flush({ required: false, signedIn: false, key: null });
    await settled(fixture);
    expect(TestBed.inject(Session).wanted()).toBe(false);
    sources.current.onerror?.();
    await settled(fixture);
    http.expectOne('/api/session').flush({ required: true, signedIn: false, key: null });
    await settled(fixture);
    expect(TestBed.inject(Session).wanted()).toBe(true);
  });

  it('says so when the session was not ended, and can be tried again', async () => {
    const { fixture, page, http } = await openPage(SignOut);
    http.expectOne('/api/session').flush(SIGNED_IN);
    await settled(fixture);
    button(page, 'Sign out').click();
    const error = { code: 'system.internal', message: 'The disk is full.' };
    http.expectOne({ method: 'DELETE', url: '/api/session' }).flush({ error }, { status: 500, statusText: 'x' });
    await settled(fixture);
    expect(JSON.stringify(TestBed.inject(Toasts).shown())).toContain('You were not signed out.');
    expect(button(page, 'Sign out').getAttribute('aria-disabled')).toBeNull();
  });
});
