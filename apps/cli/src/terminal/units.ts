const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

export const none = '–';

export function bytes(count: number): string {
  if (count > 0 && count < MIB / 20) return `${(count / 1024).toFixed(1)} KiB`;
  return count >= GIB ? `${(count / GIB).toFixed(1)} GiB` : `${(count / MIB).toFixed(1)} MiB`;
}

/** `596 M`, `8.2 B`: how many numbers a model consists of. */
export function parameterCount(count: number): string {
  return count >= 1e9 ? `${(count / 1e9).toFixed(1)} B` : `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} M`;
}

export const bytesPerSecond = (rate: number): string => `${bytes(rate)}/s`;

export const mebibytes = (count: number): string => bytes(count * MIB);

export const milliseconds = (value: number | null): string => (value === null ? none : `${Math.round(value)} ms`);

/** `0 ms`, `0.4 ms`, `340 ms`, `1.24 s`, `2 min 5 s`: a length of time, so exact that it tells something. */
export function span(value: number): string {
  if (value === 0) return '0 ms';
  if (value < 10) return `${value.toFixed(1)} ms`;
  if (value < 999.5) return `${Math.round(value)} ms`;
  return value < 60_000 ? `${(value / 1_000).toFixed(2)} s` : duration(value / 1_000);
}

export const tokensPerSecond = (value: number | null): string => (value === null ? none : `${value.toFixed(1)} tok/s`);

/** `3 d 4 h`, `12 min`, `42 s`: the two largest units. */
export function duration(totalSeconds: number): string {
  const parts = [
    [Math.floor(totalSeconds / 86_400), 'd'],
    [Math.floor(totalSeconds / 3_600) % 24, 'h'],
    [Math.floor(totalSeconds / 60) % 60, 'min'],
    [Math.floor(totalSeconds) % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

export const elapsed = (startedAt: number): string => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
