import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';

@Component({
  selector: 'h0-not-found',
  imports: [Button, EmptyState, RouterLink],
  template: `
    <h0-empty-state heading="No such page" sentence="The address leads nowhere in this dashboard.">
      <a h0-button routerLink="/slots">Open the slots</a>
    </h0-empty-state>
  `,
})
export class NotFound {}
