/** Where setup finds what it offers. */
export abstract class SetupOptions {
  /** Holds a `bundle.json`, or folders that each hold one; null for no bundles. */
  abstract readonly bundlesFolder: string | null;
}
