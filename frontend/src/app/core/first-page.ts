import { inject } from '@angular/core';
import { Api } from '../../api/api';
import { setupState } from '../../api/fn/setup/setup-state';

/** Where the dashboard opens: on a box that nobody has set up yet, where that is done. */
export async function firstPage(): Promise<string> {
  try {
    const { firstRun } = await inject(Api).invoke(setupState);
    return firstRun ? '/setup' : '/slots';
  } catch {
    return '/slots';
  }
}
