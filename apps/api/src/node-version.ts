const OLDEST = { major: 24, minor: 15 };

/** Ends the process with a readable message on a Node that cannot run hal0. */
export function requireSupportedNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  process.stderr.write(
    `hal0 needs Node.js ${OLDEST.major}.${OLDEST.minor} or newer and this is ${process.versions.node}. Start it with ./hal0 up, which brings the right one.\n`,
  );
  process.exit(1);
}
