import { DOCUMENT, Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Palette } from '../core/commands/palette';
import { SignOut } from '../core/session/sign-out';
import { StatusStore } from '../core/runtime/status.store';
import { Theme } from '../core/theme';
import { Button } from '../ui/button';
import { PageTitle } from './page-title';
import { Icon } from '../ui/icon/icon';

@Component({
  selector: 'h0-top-bar',
  imports: [Button, Icon, RouterLink, SignOut],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.css',
  host: { role: 'banner' },
})
export class TopBar {
  readonly drawer = input.required<boolean>();
  readonly drawerToggled = output();

  protected readonly palette = inject(Palette);
  protected readonly theme = inject(Theme);
  protected readonly title = inject(PageTitle).text;
  protected readonly status = inject(StatusStore).status;
  protected readonly modifier = /Mac|iP(ad|hone)/.test(inject(DOCUMENT).defaultView?.navigator.userAgent ?? '')
    ? '⌘'
    : 'Ctrl';
}
