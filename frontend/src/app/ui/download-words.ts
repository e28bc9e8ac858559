import { describeAge } from './age';
import { describeBytes } from './bytes';

interface Amount {
  bytesDone: number;
  /** 0 while nobody knows. */
  bytesTotal: number;
}

interface Pace {
  /** 0 while nothing comes. */
  bytesPerSecond: number;
  secondsLeft: number | null;
}

/** How far it is: "1.2 GiB of 5.0 GiB · 24 %". */
export function describeProgress({ bytesDone, bytesTotal }: Amount): string {
  if (bytesTotal === 0) return describeBytes(bytesDone);
  const percent = Math.floor((bytesDone / bytesTotal) * 100);
  return `${describeBytes(bytesDone)} of ${describeBytes(bytesTotal)} · ${percent} %`;
}

/** How fast, and for how long yet: "11 MiB/s · 5 min left"; empty while nothing comes. */
export function describePace({ bytesPerSecond, secondsLeft }: Pace): string {
  if (bytesPerSecond === 0) return '';
  const speed = `${describeBytes(bytesPerSecond)}/s`;
  return secondsLeft === null ? speed : `${speed} · ${describeAge(secondsLeft * 1000)} left`;
}
