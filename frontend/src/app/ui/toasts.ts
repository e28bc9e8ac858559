import { Service, signal } from '@angular/core';
import type { Problem } from './problem';

export interface Toast {
  id: number;
  text: string;
  problem: Problem | null;
}

const TOLD_MS = 4000;

/** Short messages over the page. News goes by itself, a problem stays until it is put away. */
@Service()
export class Toasts {
  private readonly list = signal<readonly Toast[]>([]);
  private last = 0;
  readonly shown = this.list.asReadonly();

  tell(text: string): void {
    const id = this.add({ text, problem: null });
    setTimeout(() => this.dismiss(id), TOLD_MS);
  }

  /** `text` names what did not happen: "Slot embed did not load." */
  report(text: string, problem: Problem): void {
    this.add({ text, problem });
  }

  dismiss(id: number): void {
    this.list.update((list) => list.filter((toast) => toast.id !== id));
  }

  private add(toast: Omit<Toast, 'id'>): number {
    const id = ++this.last;
    // Three at most: what scrolled by unread helps nobody.
    this.list.update((list) => [...list.slice(-2), { id, ...toast }]);
    return id;
  }
}
