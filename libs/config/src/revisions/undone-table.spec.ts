import { editToml, parseToml } from '@hal0/platform';
import { expect, it } from '@jest/globals';
import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  integer,
  option,
  property,
  record,
  uniqueArray,
} from 'fast-check';
import { mergeSettings } from '../store/merge-settings.js';
import { newTables, tableChanges } from '../store/table-changes.js';
import { changedSince, undoneTable } from './undone-table.js';

const TEXT = `# mine
[dispatcher] # waiting
max_wait_seconds = 60 # a minute
# stream_hold_seconds = 3

# the end
[api]
allowed_hosts = ["a.lan"]

[upstreams."a.b"]
url = "http://y.example"
`;

// What a person wrote about a value goes with the value, so none that has a comment is removed here.
const rows = integer({ min: 100, max: 999 });
const partial = record(
  {
    dispatcher: record({ max_wait_seconds: rows, stream_hold_seconds: option(rows) }),
    activity: option(record({ max_rows: option(rows), retention_days: option(rows) }, { requiredKeys: [] })),
    api: record({ allowed_hosts: option(uniqueArray(constantFrom('a.lan', 'b.lan', 'c.lan'))) }),
    upstreams: dictionary(constantFrom('one', 'two', 'a.b'), option(constant({ url: 'http://x.example' }))),
  },
  { requiredKeys: [] },
);

it('gives a file back byte for byte from any series of changes, undone from the last to the first', () => {
  assert(
    property(array(partial, { minLength: 1, maxLength: 5 }), (partials) => {
      let text = TEXT;
      const revisions = partials.map((change) => {
        const before = parseToml(text, 'hal0.toml');
        const wanted = mergeSettings(before, change);
        text = editToml(text, wanted);
        return { changes: tableChanges(before, wanted), newTables: newTables(before, wanted) };
      });
      for (const revision of revisions.reverse()) {
        const table = parseToml(text, 'hal0.toml');
        expect(changedSince(revision, table)).toEqual([]);
        text = editToml(text, undoneTable(revision, table));
      }
      expect(text).toBe(TEXT);
    }),
    { seed: 1, numRuns: 50 },
  );
});
