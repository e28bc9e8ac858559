import { bytes, bytesPerSecond, duration } from '../terminal/units.js';

const BAR_WIDTH = 24;

/** How far something is that counts bytes. */
export interface Progress {
  bytesDone: number;
  bytesTotal: number;
  bytesPerSecond: number;
  secondsLeft: number | null;
}

/** Whole percents; 100 only when every byte is there. */
export function percentOf({ bytesDone, bytesTotal }: Progress): number {
  return bytesTotal > 0 ? Math.floor((Math.min(bytesDone, bytesTotal) / bytesTotal) * 100) : 0;
}

/** `45 %  3.4 GiB of 7.6 GiB  82.1 MiB/s  52 s left` */
export function progressWords(now: Progress): string {
  const { bytesDone, bytesTotal, bytesPerSecond: rate, secondsLeft } = now;
  return [
    `${String(percentOf(now)).padStart(3)} %`,
    `${bytes(bytesDone)} of ${bytes(bytesTotal)}`,
    ...(rate > 0 ? [bytesPerSecond(rate)] : []),
    ...(secondsLeft !== null && rate > 0 ? [`${duration(secondsLeft)} left`] : []),
  ].join('  ');
}

export function progressBar(now: Progress): string {
  const full = Math.round((percentOf(now) / 100) * BAR_WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`;
}
