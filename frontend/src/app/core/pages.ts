import type { IconName } from '../ui/icon/icons';

export interface Page {
  path: string;
  title: string;
  icon: IconName;
}

/** The pages there are, in the order of the sidebar. */
export const PAGES: readonly Page[] = [{ path: '/slots', title: 'Slots', icon: 'layers' }];
