/** The main archive; `debian-security` and third parties' archives end otherwise. */
const DEBIAN_ARCHIVE = /^https?:\/\/\S+\/debian\/?$/;

/**
 * Address of the Debian archive that this machine's apt already uses, from the texts of its source files (deb822
 * or one-line); undefined when it knows none. Disabled entries do not count.
 */
export function findDebianArchive(files: readonly { name: string; text: string }[]): string | undefined {
  return files
    .flatMap(({ name, text }) => (name.endsWith('.sources') ? addressesOfStanzas(text) : addressesOfLines(text)))
    .find((address) => DEBIAN_ARCHIVE.test(address));
}

/** deb822, see sources.list(5): stanzas of fields; a field goes on in lines that begin with a blank. */
function addressesOfStanzas(text: string): string[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>();
    for (const line of stanza.replace(/\n[ \t]+/g, ' ').split('\n')) {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (name && value !== undefined) fields.set(name.toLowerCase(), value.trim());
    }
    if (/^(no|false|without|off|disable)$/i.test(fields.get('enabled') ?? '')) return [];
    if (!(fields.get('types') ?? '').split(/\s+/).includes('deb')) return [];
    return (fields.get('uris') ?? '').split(/\s+/).filter(Boolean);
  });
}

function addressesOfLines(text: string): string[] {
  return [...text.matchAll(/^[ \t]*deb[ \t]+(?:\[[^\]]*\][ \t]+)?(\S+)/gm)].map(([, address = '']) => address);
}
