import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'Requests', loadComponent: () => import('./requests-page').then((m) => m.RequestsPage) },
] satisfies Routes;
