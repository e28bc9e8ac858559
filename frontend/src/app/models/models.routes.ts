import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'Models', loadComponent: () => import('./models-page').then((m) => m.ModelsPage) },
] satisfies Routes;
