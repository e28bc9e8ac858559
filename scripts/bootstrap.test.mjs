// The promises of ./hal0 itself: nothing is left running, nothing half-done is taken for done, failures say why.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inClone, readJson } from './bootstrap/clone.mjs';
import { causeOf } from './bootstrap/failure.mjs';
import { runInOrder } from './bootstrap/in-order.mjs';
import { isSupported } from './bootstrap/node-runtime.mjs';
import { hashOf, onceFor } from './bootstrap/stamp.mjs';

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'hal0-bootstrap-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('an interrupted command', () => {
  // A child that ignores SIGTERM, and a grandchild in a session of its own.
  const stubborn = `
    process.on('SIGTERM', () => undefined);
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { detached: true, stdio: 'ignore' });
    console.log(process.pid, child.pid);
    setInterval(() => 0, 1000);`;
  const script = (bootstrap) => `
    import { watchForInterruption } from '${bootstrap}/interruption.mjs';
    import { run } from '${bootstrap}/run.mjs';
    watchForInterruption();
    await run(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { onLine: (line) => console.log(line) })
      .catch((error) => { console.log(error.constructor.name); process.exitCode = 3; });`;

  async function startStubborn() {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script(inClone('scripts/bootstrap'))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let shown = '';
    parent.stdout.on('data', (chunk) => (shown += chunk));
    await once(parent.stdout, 'data');
    return { parent, pids: shown.trim().split(' ').map(Number), shown: () => shown };
  }

  const isAlive = (pid) => existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    it(`leaves no process behind after ${signal}`, async () => {
      const { parent, pids, shown } = await startStubborn();
      assert.deepEqual(pids.map(isAlive), [true, true]);
      parent.kill(signal);
      assert.deepEqual(await once(parent, 'exit'), [3, null]);
      assert.match(shown(), /Interrupted/);
      assert.deepEqual(pids.map(isAlive), [false, false]);
    });
  }
});

describe('work that is done once', () => {
  const files = () => ({ stamp: join(folder, 'stamps/work'), output: join(folder, 'output') });

  it('is done again for other inputs, a lost output, and after a failure, and not otherwise', async () => {
    let times = 0;
    const work = async () => {
      times += 1;
      writeFileSync(files().output, 'made');
    };
    await onceFor({ ...files(), key: 'a', work });
    await onceFor({ ...files(), key: 'a', work });
    assert.equal(times, 1);
    await onceFor({ ...files(), key: 'b', work });
    assert.equal(times, 2);
    rmSync(files().output);
    await onceFor({ ...files(), key: 'b', work });
    assert.equal(times, 3);
    const failing = () => Promise.reject(new Error('stopped half-way'));
    await assert.rejects(onceFor({ ...files(), key: 'c', work: failing }));
    await onceFor({ ...files(), key: 'b', work });
    assert.equal(times, 4);
  });

  it('is known by names and contents of its inputs, without what building adds', () => {
    const source = join(folder, 'source');
    mkdirSync(join(source, 'dist'), { recursive: true });
    writeFileSync(join(source, 'a.ts'), '1');
    const first = hashOf([source]);
    writeFileSync(join(source, 'dist/a.js'), '1');
    assert.equal(hashOf([source, join(folder, 'missing')]), first);
    writeFileSync(join(source, 'a.ts'), '2');
    assert.notEqual(hashOf([source]), first);
  });
});

describe('tasks in order', () => {
  it('start after what they need, as many at once as allowed', async () => {
    const log = [];
    const tasks = [
      { name: 'c', needs: ['a', 'b'] },
      { name: 'a', needs: [] },
      { name: 'b', needs: ['a', 'not-a-task'] },
      { name: 'd', needs: [] },
    ];
    let running = 0;
    await runInOrder(tasks, 2, async ({ name }) => {
      assert.ok(++running <= 2);
      log.push(name);
      await new Promise(setImmediate);
      running -= 1;
    });
    assert.deepEqual(log.toSorted(), ['a', 'b', 'c', 'd']);
    assert.ok(log.indexOf('a') < log.indexOf('b') && log.indexOf('b') < log.indexOf('c'));
  });

  it('stop at a failure, once what was running has ended', async () => {
    const ended = [];
    const work = async ({ name }) => {
      if (name === 'bad') throw new Error('bad failed');
      await new Promise(setImmediate);
      ended.push(name);
    };
    const tasks = [
      { name: 'slow', needs: [] },
      { name: 'bad', needs: [] },
      { name: 'later', needs: ['slow'] },
    ];
    await assert.rejects(runInOrder(tasks, 2, work), /bad failed/);
    assert.deepEqual(ended, ['slow']);
  });
});

describe('a failure', () => {
  const signs = [
    ['npm error code ENOTFOUND\nnpm error network request to https://registry failed', /cannot be reached/],
    ['npm error ENOSPC: no space left on device, write', /No space is left/],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificate/],
    ['npm error code EACCES\nnpm error syscall mkdir', /could not be written/],
    ['npm error Missing: left-pad@1.0.0 from lock file', /do not belong together/],
  ];
  for (const [output, cause] of signs)
    it(`is explained: ${output.split('\n')[0]}`, () => assert.match(causeOf(output), cause));

  it('is not explained when nothing is known', () => assert.equal(causeOf('error TS2322: Type'), undefined));
});

describe('./hal0', () => {
  it('knows the Node.js versions that package.json allows', () => {
    assert.equal(readJson(inClone('package.json')).engines.node, '^24.15.0 || >=26.0.0');
    const versions = ['v20.20.2', 'v24.14.9', 'v24.15.0', 'v24.21.0', 'v25.9.0', 'v26.0.0', 'v27.1.0'];
    assert.deepEqual(versions.map(isSupported), [false, false, true, true, false, true, true]);
  });

  it('says what is missing on a machine without Node.js', () => {
    const { status, stderr } = spawnSync('/bin/sh', [inClone('hal0'), 'up'], {
      env: { PATH: '/nonexistent' },
      encoding: 'utf8',
    });
    assert.equal(status, 69);
    assert.match(stderr, /needs Node\.js 18 or newer.*apt-get install nodejs npm/);
  });

  for (const words of ['up --wat', 'up --port http', 'down --all', 'test --only nothing']) {
    it(`refuses "${words}" with status 2`, () => {
      const { status, stderr } = spawnSync(inClone('hal0'), words.split(' '), { encoding: 'utf8' });
      assert.equal(status, 2, stderr);
    });
  }

  it('says plainly that nothing runs', () => {
    const { status, stderr } = spawnSync(inClone('hal0'), ['down', '--home', folder], { encoding: 'utf8' });
    assert.equal(status, 0);
    assert.match(stderr, /hal0 is not running/);
  });
});
