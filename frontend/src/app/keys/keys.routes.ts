import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'Keys', loadComponent: () => import('./keys-page').then((m) => m.KeysPage) },
] satisfies Routes;
