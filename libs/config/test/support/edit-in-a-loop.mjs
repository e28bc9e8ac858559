// Edits hal0.toml until it is killed, or `count` times: edit-in-a-loop.mjs <home> <name> [count].
import { openConfigStore } from '@hal0/config';
import { Hal0Paths, SystemClock } from '@hal0/platform';

const [home, name, count = 'Infinity'] = process.argv.slice(2);
// Whoever started it may be gone without having killed it.
process.stdin.on('end', () => process.exit()).resume();
const store = openConfigStore({ paths: new Hal0Paths(home), environment: {}, clock: new SystemClock() });

for (let number = 1; number <= Number(count); number += 1) {
  await store.edit({
    file: 'hal0',
    action: 'config.update',
    actor: 'operator',
    change: ({ upstreams = {}, ...table }) => ({
      ...table,
      upstreams: { ...upstreams, [name]: { url: `http://${name}.example/v${number}`, concurrency: number } },
    }),
  });
  if (number === 1) process.stdout.write('editing\n');
}
process.exit();
