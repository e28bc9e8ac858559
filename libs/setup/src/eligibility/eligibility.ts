/**
 * A machine sold with 64 GB shows its programs less: firmware, kernel and graphics take their part first. Source: reference
 * 0.4 (9): 15.6, 31.2, 62.5 and 125 GiB are machines of 16, 32, 64 and 128 GB.
 */
const TOLERANCE = 0.92;

/** Whether a machine is one that a bundle for `minRamGb` is meant for. Nothing known of a machine is nothing against it. */
export function isEligible(minRamGb: number | undefined, usableGib: number | null): boolean {
  return minRamGb === undefined || usableGib === null || usableGib >= minRamGb * TOLERANCE;
}

/** Why it is not, with the numbers. */
export function notEligibleReason(name: string, minRamGb: number, usableGib: number): string {
  return `${name} is meant for machines with ${minRamGb} GB of memory, and this one has ${usableGib.toFixed(1)} GiB that can be used.`;
}
