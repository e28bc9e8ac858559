import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'First run', loadComponent: () => import('./setup-page').then((m) => m.SetupPage) },
] satisfies Routes;
