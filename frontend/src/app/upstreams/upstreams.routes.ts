import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'Upstreams', loadComponent: () => import('./upstreams-page').then((m) => m.UpstreamsPage) },
] satisfies Routes;
