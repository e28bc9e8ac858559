/** Exit statuses of the command line; the numbers above 63 are those of sysexits(3). */
export const EXIT = { ok: 0, failed: 1, usage: 2, apiAway: 69, interrupted: 130 } as const;
