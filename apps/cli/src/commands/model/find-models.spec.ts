import type { CatalogueModelDto, ModelInspectionDto, ScannedModelDto } from '@hal0/registry';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { FakeApi } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const GIB = 1024 ** 3;

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const hal0 = (words: string) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

describe('model inspect', () => {
  const variant = {
    sharded: false,
    quantization: null,
    files: [],
    recommended: false,
    largestContext: null,
    fitMessage: '',
  };
  const inspection = (changes: Partial<ModelInspectionDto> = {}): ModelInspectionDto => ({
    repository: 'acme/demo-GGUF',
    revision: 'f00dcafe12345678',
    url: null,
    catalogueId: null,
    license: 'apache-2.0',
    gated: false,
    variants: [
      {
        ...variant,
        name: 'Q4_K_M',
        sizeBytes: GIB,
        fits: 'yes',
        needMib: 1536,
        recommended: true,
        largestContext: 32768,
      },
      { ...variant, name: 'F16', sizeBytes: 40 * GIB, fits: 'no', needMib: 43_000 },
    ],
    mmproj: [{ path: 'mmproj-F16.gguf', sizeBytes: GIB / 2, sha256: null }],
    suggested: { id: 'demo', name: 'Demo', type: 'llm', recipe: 'llamacpp', labels: ['vision'] },
    facts: null,
    installed: [],
    problem: null,
    ...changes,
  });

  it('tells the variants, which of them fit, and how the best is got', async () => {
    api.on('POST /api/models/inspect', () => inspection());
    const { stdout, stderr } = await hal0('model inspect acme/demo-GGUF');
    expect(api.bodies).toEqual([{ source: 'acme/demo-GGUF' }]);
    expect(stdout).toMatch(/^Q4_K_M +1\.0 GiB +fits +1\.5 GiB +32768 +recommended$/m);
    expect(stdout).toMatch(/^F16 +40\.0 GiB +too large /m);
    expect(stdout).toContain('mmproj-F16.gguf, 512.0 MiB');
    expect(stderr).toBe('Next: hal0 model pull acme/demo-GGUF:Q4_K_M\n');
  });

  it('says what a gated repository asks for, and what could not be read', async () => {
    const problem = { code: 'hub.gated', message: 'Its owner has to let you in.' };
    api.on('POST /api/models/inspect', () => inspection({ gated: true, variants: [], problem }));
    const { stdout, stderr } = await hal0('model inspect acme/demo-GGUF');
    expect(stdout).toContain('hal0 secret set HF_TOKEN');
    expect(stderr).toBe('hub.gated: Its owner has to let you in.\n');
  });

  it('sends the whole path of a file that lies here', async () => {
    api.on('POST /api/models/inspect', () => inspection({ repository: null, revision: null }));
    const { stderr } = await hal0('model inspect ./tiny.gguf');
    expect(api.bodies).toEqual([{ source: resolve('tiny.gguf') }]);
    expect(stderr).toContain(`hal0 model add ${resolve('tiny.gguf')}`);
  });
});

describe('model catalogue', () => {
  const known = (changes: Partial<CatalogueModelDto>): CatalogueModelDto => ({
    ...{ id: 'small', name: 'Small', description: 'For a start', type: 'llm', recipe: 'llamacpp', license: 'mit' },
    ...{ gated: false, labels: [], sizeBytes: GIB, files: [], installed: false, fits: 'yes', fitMessage: '' },
    ...changes,
  });

  it('shows what fits and what is here, and says that there is more', async () => {
    const models = [known({}), known({ id: 'here', installed: true }), known({ id: 'huge', fits: 'no' })];
    api.on('GET /api/models/catalogue', () => models);
    const { stdout, stderr } = await hal0('model catalogue');
    expect(stdout).toMatch(/^small +llm +1\.0 GiB +fits +mit +For a start$/m);
    expect(stdout).toMatch(/^here +llm +1\.0 GiB +here /m);
    expect(stdout).not.toContain('huge');
    expect(stderr).toBe('1 more are too large for this box: --all shows them.\n');
    expect((await hal0('model catalogue --all')).stdout).toMatch(/^huge .*too large/m);
    expect((await hal0('model catalogue --type image')).stdout).not.toContain('small');
  });
});

describe('model scan', () => {
  const found = (changes: Partial<ScannedModelDto>): ScannedModelDto => ({
    ...{ path: '/mnt/a.gguf', id: 'a', name: 'a', type: 'llm', labels: [], files: ['/mnt/a.gguf'], mmproj: null },
    ...{ sizeBytes: GIB, quantization: 'Q8_0', contextLength: 2048, state: 'new', problem: null },
    ...changes,
  });

  it('changes nothing, and tells what is new and what cannot be taken', async () => {
    const problem = { code: 'model.file_corrupt', message: 'It ends too early.' };
    const models = [found({}), found({ path: '/mnt/b.gguf', id: 'b', state: 'skipped', problem })];
    api.on('POST /api/models/scan/preview', () => ({ roots: ['/mnt'], models }));
    const { stdout, stderr } = await hal0('model scan /mnt --no-recursive');
    expect(api.bodies).toEqual([{ paths: ['/mnt'], recursive: false }]);
    expect(stdout).toMatch(/^a +new +llm +1\.0 GiB +Q8_0 +\/mnt\/a\.gguf$/m);
    expect(stderr).toContain('/mnt/b.gguf: model.file_corrupt: It ends too early.');
    expect(stderr).toContain('1 of them are new');
  });

  it('adds what is new with --add, and leaves the folders to hal0 when none is named', async () => {
    const skipped = [{ path: '/mnt/b.gguf', code: 'model.file_corrupt', message: 'It ends too early.' }];
    api.on('POST /api/models/scan', () => ({ roots: ['/mnt'], added: ['a'], healed: ['b'], skipped }));
    const { stdout, stderr } = await hal0('model scan --add');
    expect(api.bodies).toEqual([{ recursive: true }]);
    expect(stdout).toBe('a is known\nb is there again\n');
    expect(stderr).toBe('/mnt/b.gguf: model.file_corrupt: It ends too early.\n');
  });
});
