import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'Hardware', loadComponent: () => import('./hardware-page').then((m) => m.HardwarePage) },
] satisfies Routes;
