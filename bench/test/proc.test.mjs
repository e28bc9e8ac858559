import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { descendants, listenerPid, parseListener, parseResidentMb, parseStat, usage } from '../src/proc.mjs';
import { parseCpuList } from '../src/toolchain.mjs';

describe('reading /proc', () => {
  it('adds user and system ticks, whatever the program is called', () => {
    const stat = '42 (a) S (b c) S 7 42 42 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 1 0 1000 0 0';
    assert.deepEqual(parseStat(stat), { parent: 7, cpuUs: 2_000_000 });
  });

  it('reads resident memory, and takes none for a process that has ended', () => {
    assert.equal(parseResidentMb('Name:\tx\nVmRSS:\t    2048 kB\n'), 2);
    assert.equal(parseResidentMb(''), 0);
  });

  it('finds the socket that listens, not one that is merely connected to the port', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1F90 0100007F:0016 01 00000000:00000000 00:00000000 00000000     0        0 111 1',
      '   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1',
    ].join('\n');
    assert.equal(parseListener(table, 8080), '222');
    assert.equal(parseListener(table, 80), null);
  });

  it('counts children and grandchildren, and nobody else', () => {
    const processes = new Map([
      [3, { parent: 2 }],
      [2, { parent: 1 }],
      [1, { parent: 0 }],
      [9, { parent: 0 }],
    ]);
    assert.deepEqual([...descendants(processes, 1)].sort(), [1, 2, 3]);
  });

  it('reads the lists of processors the kernel writes', () => {
    assert.deepEqual(parseCpuList('0-2,8'), [0, 1, 2, 8]);
    assert.deepEqual(parseCpuList('5'), [5]);
  });
});

describe('this process', () => {
  const server = createServer();
  before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => server.close());

  it('is found by the port it listens on', () => {
    assert.equal(listenerPid(server.address().port), process.pid);
  });

  it('uses memory and CPU time', () => {
    const { cpuUs, residentMb } = usage(process.pid);
    assert.ok(cpuUs >= 0 && residentMb > 10, `${cpuUs} µs, ${residentMb} MB`);
  });
});
