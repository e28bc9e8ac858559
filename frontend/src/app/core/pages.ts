import { LucideLayers, type LucideIcon } from '@lucide/angular';

export interface Page {
  path: string;
  title: string;
  icon: LucideIcon;
}

/** The pages there are, in the order of the sidebar. */
export const PAGES: readonly Page[] = [{ path: '/slots', title: 'Slots', icon: LucideLayers }];
