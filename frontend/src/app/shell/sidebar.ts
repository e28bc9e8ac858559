import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { PAGES } from '../core/pages';
import { SlotsStore } from '../core/slots/slots.store';
import { Icon } from '../ui/icon/icon';

@Component({
  selector: 'h0-sidebar',
  imports: [Icon, RouterLink, RouterLinkActive],
  templateUrl: './sidebar.html',
  styleUrl: './sidebar.css',
})
export class Sidebar {
  protected readonly pages = PAGES;
  private readonly store = inject(SlotsStore);

  protected count(path: string): number | null {
    return path === '/slots' && this.store.loaded() ? this.store.slots().length : null;
  }
}
