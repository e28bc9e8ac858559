import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'Bundles', loadComponent: () => import('./bundles-page').then((m) => m.BundlesPage) },
] satisfies Routes;
