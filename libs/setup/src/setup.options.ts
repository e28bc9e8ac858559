/** Where setup finds what it offers. */
export abstract class SetupOptions {
  /** Holds a `bundle.json` with files of its own, or folders that each hold one; null for none. */
  abstract readonly bundlesFolder: string | null;
  /** Manifests (`*.json`) in place of those that come with hal0; null for those. */
  abstract readonly manifestsFolder: string | null;
  /** Stands in for the memory that was measured, in GiB; null for what was. */
  abstract readonly hostRamGib: number | null;
}

/** What the environment says: `HAL0_BUNDLES_DIR`, `HAL0_HOST_RAM_GB`. A number that is none counts as not said. */
export function setupOptions(bundlesFolder: string | undefined, environment: NodeJS.ProcessEnv): SetupOptions {
  const ram = Number(environment['HAL0_HOST_RAM_GB']);
  return {
    bundlesFolder: bundlesFolder ?? null,
    manifestsFolder: environment['HAL0_BUNDLES_DIR'] || null,
    hostRamGib: Number.isFinite(ram) && ram > 0 ? ram : null,
  };
}
