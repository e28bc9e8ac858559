const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in its largest fitting unit, two or three digits: "2.2 MiB", "17 GiB". */
export function describeBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const size = bytes / 1024 ** power;
  return `${power > 0 && size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[power]}`;
}
