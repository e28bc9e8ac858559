const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const MIB = 1024 ** 2;

/** A number rounded for reading, apart from its unit. */
export interface Measure {
  value: string;
  unit: string;
}

/** A size in its largest fitting unit, two or three digits: "2.2" MiB, "17" GiB. */
function measureBytes(bytes: number): Measure {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const size = bytes / 1024 ** power;
  return { value: power > 0 && size < 10 ? size.toFixed(1) : String(Math.round(size)), unit: UNITS[power] ?? 'B' };
}

export function describeBytes(bytes: number): string {
  const { value, unit } = measureBytes(bytes);
  return `${value} ${unit}`;
}

export function measureMib(mib: number | null): { value: string | null; unit: string } {
  return mib === null ? { value: null, unit: 'GiB' } : measureBytes(mib * MIB);
}

export function describeMib(mib: number): string {
  return describeBytes(mib * MIB);
}
