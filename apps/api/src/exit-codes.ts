/** Exit codes of the API process, after sysexits(3). */
export const EXIT = { portTaken: 69, alreadyRunning: 75, brokenConfiguration: 78 } as const;
