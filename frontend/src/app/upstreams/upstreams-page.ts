import { DOCUMENT, Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { UpstreamDto, UpstreamState, UpstreamTrialDto } from '../../api/models';
import { ConfirmOrder } from '../core/live/confirm-order';
import { Order } from '../core/live/order';
import { modelsOf } from '../core/upstreams/upstream-list';
import { Age } from '../ui/age';
import { Button } from '../ui/button';
import { CommandCopier } from '../ui/command-copier';
import { CommandLine } from '../ui/command-line';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { Halo } from '../ui/halo/halo';
import type { HaloState } from '../ui/halo/halo-state';
import { Icon } from '../ui/icon/icon';
import { Menu, type MenuItem } from '../ui/menu';
import { describeDuration } from '../ui/numbers';
import { Skeleton } from '../ui/skeleton';
import { UpstreamForm } from './upstream-form';
import { describeTrial } from './trial-words';
import { UpstreamsStore } from './upstreams.store';

const RINGS: Readonly<Record<UpstreamState, HaloState>> = {
  unknown: 'idle',
  healthy: 'ready',
  failing: 'error',
  disabled: 'offline',
  no_key: 'error',
};
const WORDS: Readonly<Record<UpstreamState, string>> = {
  unknown: 'not asked yet',
  healthy: 'healthy',
  failing: 'failing',
  disabled: 'disabled',
  no_key: 'no key',
};

/** Providers outside this machine. Requests go there only when a model's name, or a fallback, says so. */
@Component({
  selector: 'h0-upstreams-page',
  imports: [
    Age,
    Button,
    CommandLine,
    ConfirmOrder,
    EmptyState,
    ErrorState,
    Halo,
    Icon,
    Menu,
    Order,
    RouterLink,
    Skeleton,
    UpstreamForm,
  ],
  templateUrl: './upstreams-page.html',
  styleUrls: ['../ui/framed-list.css', './upstreams-page.css'],
  providers: [UpstreamsStore],
})
export class UpstreamsPage {
  /** Of the address: the form for a new upstream is open. */
  readonly add = input<string>();
  /** Of the address: name of the upstream whose settings are open. */
  readonly edit = input<string>();

  protected readonly store = inject(UpstreamsStore);
  protected readonly says = describeTrial;
  protected readonly placeholders = [0, 1, 2];
  protected readonly removing = signal<string | null>(null);
  /** What the latest test of each said. */
  protected readonly trials = signal<ReadonlyMap<string, UpstreamTrialDto>>(new Map());
  private readonly copier = inject(CommandCopier);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  protected readonly rows = computed(() =>
    (this.store.upstreams() ?? []).map((upstream) => ({
      upstream,
      ring: upstream.active > 0 ? ('serving' as const) : RINGS[upstream.state],
      word: upstream.active > 0 ? `${upstream.active} under way` : WORDS[upstream.state],
      models: modelsOf(upstream),
      has: countOf(upstream),
      why: whyNot(upstream),
      latency: upstream.latencyMs === null ? null : describeDuration(upstream.latencyMs),
    })),
  );
  protected readonly edited = computed(() => {
    const name = this.edit();
    return name ? this.store.find(name) : undefined;
  });

  protected menu(upstream: UpstreamDto): readonly MenuItem[] {
    const { name, enabled } = upstream;
    return [
      { label: enabled ? `Disable ${name}` : `Enable ${name}`, run: () => void this.store.enable(name, !enabled) },
      { label: `Remove ${name}`, run: () => this.removing.set(name) },
      {
        label: 'Show its requests',
        run: () => void this.router.navigate(['/requests'], { queryParams: { servedBy: name } }),
      },
      ...this.copier.items(`hal0 upstream test ${name}`),
    ];
  }

  protected async test(name: string): Promise<void> {
    const trial = await this.store.test(name);
    if (trial) this.trials.update((trials) => new Map([...trials, [name, trial]]));
  }

  protected async remove(name: string): Promise<void> {
    await this.store.remove(name);
    this.removing.set(null);
  }

  protected async close(): Promise<void> {
    const opener = this.edit() ? `edit-${this.edit()}` : 'add-upstream';
    void this.store.load();
    await this.router.navigate(['/upstreams']);
    this.document.getElementById(opener)?.focus();
  }
}

function countOf(upstream: UpstreamDto): string {
  const { length } = modelsOf(upstream);
  if (length === 0 && upstream.state !== 'healthy') return 'models not known';
  return length === 1 ? '1 model' : `${length} models`;
}

function whyNot({ state, error, keyName }: UpstreamDto): string | null {
  if (state === 'no_key') return `The secret ${keyName ?? 'with its key'} is not set.`;
  return state === 'failing' ? error : null;
}
