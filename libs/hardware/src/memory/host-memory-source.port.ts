/** Memory of the physical machine under a container or virtual machine. All numbers are MiB. */
export interface HostMemory {
  /** Which physical machine. */
  node: string;
  totalMib: number;
  freeMib: number;
  /** Taken by the host itself and by its other guests: what this guest can never have. */
  othersMib: number;
}

/** Whoever can look at the physical machine from outside. */
export abstract class HostMemorySource {
  /** Null when nobody can tell: nothing is configured, or the host does not answer. Never rejects. */
  abstract read(): Promise<HostMemory | null>;
}
