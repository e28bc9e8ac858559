import type { Routes } from '@angular/router';
import { firstPage } from './core/first-page';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: firstPage },
  { path: 'slots', loadChildren: () => import('./slots/slots.routes') },
  { path: 'runtime', loadChildren: () => import('./runtime/runtime.routes') },
  { path: 'models', loadChildren: () => import('./models/models.routes') },
  { path: 'bundles', loadChildren: () => import('./bundles/bundles.routes') },
  { path: 'setup', loadChildren: () => import('./setup/setup.routes') },
  { path: 'requests', loadChildren: () => import('./requests/requests.routes') },
  { path: 'logs', loadChildren: () => import('./logs/logs.routes') },
  { path: 'hardware', loadChildren: () => import('./hardware/hardware.routes') },
  { path: 'upstreams', loadChildren: () => import('./upstreams/upstreams.routes') },
  { path: 'keys', loadChildren: () => import('./keys/keys.routes') },
  { path: 'settings', loadChildren: () => import('./settings/settings.routes') },
  { path: '**', title: 'Not found', loadComponent: () => import('./shell/not-found').then((m) => m.NotFound) },
];
