import type { Routes } from '@angular/router';

export default [
  { path: '', title: 'Settings', loadComponent: () => import('./settings-page').then((m) => m.SettingsPage) },
  {
    path: 'history',
    title: 'History of the settings',
    loadComponent: () => import('./history/history-page').then((m) => m.HistoryPage),
  },
] satisfies Routes;
