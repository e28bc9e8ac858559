import type { IconName } from '../ui/icon/icons';

/** Somewhere the dashboard can go. */
export interface Place {
  path: string;
  title: string;
}

export interface Page extends Place {
  icon: IconName;
  /** Path of the page that it belongs to, and stands under. */
  within?: string;
}

/** The pages there are, in the order of the sidebar. */
export const PAGES: readonly Page[] = [
  { path: '/slots', title: 'Slots', icon: 'layers' },
  { path: '/runtime', title: 'Runtime', icon: 'server', within: '/slots' },
  { path: '/models', title: 'Models', icon: 'box' },
  { path: '/bundles', title: 'Bundles', icon: 'package', within: '/models' },
  { path: '/requests', title: 'Requests', icon: 'arrow-right-left' },
  { path: '/logs', title: 'Logs', icon: 'scroll-text' },
  { path: '/hardware', title: 'Hardware', icon: 'cpu' },
  { path: '/upstreams', title: 'Upstreams', icon: 'cloud' },
  { path: '/keys', title: 'Keys', icon: 'key-round' },
  { path: '/settings', title: 'Settings', icon: 'settings' },
];

/** Places inside of pages that are worth a command of their own. */
export const PLACES: readonly Place[] = [
  { path: '/models?view=catalogue', title: 'Catalogue of models' },
  { path: '/models?add=pull', title: 'Pull a model' },
  { path: '/models?add=disk', title: 'Add models from disk' },
  { path: '/models?add=registry', title: 'Export or import the registry' },
  { path: '/setup', title: 'First run' },
  { path: '/settings/history', title: 'History of the settings' },
  { path: '/settings#secrets', title: 'Secrets' },
];
