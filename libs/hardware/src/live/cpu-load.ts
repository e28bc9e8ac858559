/** Time the processors have spent since boot, in the kernel's ticks. */
export interface CpuTimes {
  busy: number;
  total: number;
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. Source: proc_stat(5). */
export function parseCpuTimes(text: string): CpuTimes | undefined {
  const ticks = /^cpu +([\d ]+)$/m.exec(text)?.[1]?.split(' ').slice(0, 8).map(Number);
  if (!ticks || ticks.length < 4) return undefined;
  const total = ticks.reduce((sum, value) => sum + value, 0);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return { busy: total - idle, total };
}

/** Share of time that was not idle, in percent; null when no time has passed. */
export function cpuPercent(before: CpuTimes, after: CpuTimes): number | null {
  const total = after.total - before.total;
  if (total <= 0) return null;
  // The kernel may take back time it had counted as waiting.
  const share = Math.min(1, Math.max(0, (after.busy - before.busy) / total));
  return Math.round(share * 1000) / 10;
}
