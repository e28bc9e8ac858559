/** What a tool said. A missing program or one that took too long is an outcome, too. */
export interface CommandOutcome {
  /** Exit code; -1 when the program is missing, was ended by a signal or took too long. */
  status: number;
  stdout: string;
}

/** What the file system says about a device node such as `/dev/kfd`. */
export interface DeviceNode {
  /** Group the node belongs to. */
  gid: number;
  /** Whether this process may read and write it. */
  accessible: boolean;
}

/**
 * Everything the probe knows a machine by. Parsers never touch the machine themselves, so a machine is a set of texts and
 * can be played from a capture. No method ever rejects: what cannot be read is not there.
 */
export abstract class HardwareReaders {
  /** Text of a file, or undefined when it is absent or may not be read. */
  abstract read(path: string): Promise<string | undefined>;
  /** Names inside a folder, sorted; none when it is absent or may not be read. */
  abstract list(path: string): Promise<string[]>;
  /** Where a symbolic link leads, as it is written; undefined when it is none. */
  abstract link(path: string): Promise<string | undefined>;
  /** A device node, or undefined when there is none. */
  abstract node(path: string): Promise<DeviceNode | undefined>;
  /** Bytes an ordinary process may still write to the file system of an existing `path`; undefined when it is absent. */
  abstract freeBytes(path: string): Promise<number | undefined>;
  /** Runs a tool without a shell. */
  abstract run(command: string, args: readonly string[], timeoutMs: number): Promise<CommandOutcome>;
}
