import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { TitleStrategy, provideRouter, withComponentInputBinding } from '@angular/router';
import { routes } from './app/app.routes';
import { noticeRefusal } from './app/core/session/session';
import { sendSetupCode } from './app/core/session/setup-code';
import { PageTitle } from './app/shell/page-title';
import { Shell } from './app/shell/shell';

bootstrapApplication(Shell, {
  providers: [
    provideZonelessChangeDetection(),
    provideHttpClient(withFetch(), withInterceptors([noticeRefusal, sendSetupCode])),
    provideRouter(routes, withComponentInputBinding()),
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
}).catch((error: unknown) => console.error(error));
