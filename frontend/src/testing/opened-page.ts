import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import type { Type } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { EventStream } from '../app/core/events/event-stream';
import { FakeEventSources } from './fake-event-source';
import { settled } from './on-page';

export interface OpenedPage<T> {
  fixture: ComponentFixture<T>;
  page: HTMLElement;
  /** Answers what the page asks of the API. */
  http: HttpTestingController;
  /** Tells it what happens. */
  sources: FakeEventSources;
}

/** A page as the shell shows it: every address leads somewhere, and events are listened to. */
export async function openPage<T>(component: Type<T>): Promise<OpenedPage<T>> {
  const sources = new FakeEventSources();
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      provideRouter([{ path: '**', children: [] }]),
      sources.provider,
    ],
  });
  TestBed.inject(EventStream).connect();
  const http = TestBed.inject(HttpTestingController);
  const fixture = TestBed.createComponent(component);
  await settled(fixture);
  return { fixture, page: fixture.nativeElement as HTMLElement, http, sources };
}
