import type { Grant } from '@hal0/dispatcher';
import { upstreamsOn } from '@hal0/dispatcher/testing';
import { slotsFixture } from '@hal0/slots/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OllamaModels } from '../ollama/models/ollama-models.js';
import { listModels } from './model-list.js';

const SLOTS = `
[slots.primary]
model = "demo"
enabled = true
context_size = 4096

[slots.embed]
model = "demo-embed"
enabled = true

[slots.rerank]
model = "demo-rerank"
enabled = true

[slots.spare]
type = "llm"
model = "other"
`;
const UPSTREAMS = `
[upstreams.near]
url = "http://127.0.0.1:9/v1"
auth_style = "none"
models = ["demo", "big:latest", "org/small"]

[upstreams.quiet]
url = "http://127.0.0.1:9/v1"
auth_style = "none"
advertise_models = false
models = ["secret"]
`;

describe('the models that clients may ask for', () => {
  let remove: () => Promise<void> = () => Promise.resolve();
  afterEach(() => remove());

  function sources() {
    const fixture = slotsFixture(SLOTS, { 'hal0.toml': UPSTREAMS });
    const { upstreams, remove: removeAll } = upstreamsOn(fixture);
    remove = removeAll;
    return { slots: fixture.slots, registry: fixture.registry, upstreams };
  }
  const grant = (limits: Partial<Grant>): Grant => ({ keyName: 'k', slots: null, localOnly: false, ...limits });
  const ids = (limits: Grant | null) => listModels(sources(), limits).map(({ id }) => id);

  it('are slots, then their models, then what upstreams advertise, each under a name of its own', () => {
    expect(ids(null)).toEqual([
      ...['primary', 'embed', 'rerank'],
      ...['demo', 'demo-embed', 'demo-rerank'],
      ...['near/demo', 'big:latest', 'org/small'],
    ]);
  });

  it('say where they are and how much they take', () => {
    const listed = listModels(sources(), null);
    expect(listed.find(({ id }) => id === 'primary')).toMatchObject({
      owned_by: 'hal0',
      slot: 'primary',
      type: 'llm',
      context_length: 4_096,
      loaded: false,
    });
    expect(listed.find(({ id }) => id === 'big:latest')).toMatchObject({ owned_by: 'near', slot: null, type: null });
  });

  it('are no more than a key allows', () => {
    expect(ids(grant({ slots: new Set(['embed']) }))).toEqual(['embed', 'demo-embed']);
    expect(ids(grant({ localOnly: true }))).not.toContain('big:latest');
  });

  it('go by names with a tag for clients of Ollama, which have routes to chats and embeddings alone', () => {
    const models = new OllamaModels(sources());
    const { models: tags } = models.tags(null) as { models: { name: string; digest: string }[] };
    expect(tags.map(({ name }) => name)).toEqual([
      ...['primary:latest', 'embed:latest', 'demo:latest', 'demo-embed:latest'],
      ...['near/demo:latest', 'big:latest', 'org/small:latest'],
    ]);
    expect(tags.every(({ digest }) => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
    expect(models.running(null)).toEqual({ models: [] });
  });

  it('are found by a name of Ollama with the tag, and without', () => {
    const models = new OllamaModels(sources());
    expect(models.idOf('primary:latest', null)).toBe('primary');
    expect(models.idOf('big:latest', null)).toBe('big:latest');
    expect(models.show('embed:latest', null)).toMatchObject({ capabilities: ['embedding'] });
    expect(models.show('primary', null)).toMatchObject({
      model_info: { 'general.architecture': 'llama', 'llama.context_length': 4_096 },
    });
    expect(() => models.show('rerank', null)).toThrow(expect.objectContaining({ code: 'model.not_found' }));
    expect(() => models.show('primary', grant({ slots: new Set(['embed']) }))).toThrow();
  });
});
