import type { BackendsService, LemonadeService, LoadedModel } from '@hal0/lemonade';
import type { SlotSettings } from '@hal0/config';
import type { Model } from '@hal0/registry';
import { describe, expect, it } from '@jest/globals';
import { LemonadeRuntimeAdapter } from './lemonade-runtime.adapter.js';
import type { ModelServerProcess } from './model-server-process.js';

const MODEL = { id: 'chat', type: 'llm', recipe: 'llamacpp', path: '/m/chat.gguf', labels: [] } as unknown as Model;
const RECORD = { device: 'cpu', parallel: 1 } as SlotSettings;

/** A lemond whose model servers get the ports 8001, 8002 and so on, with the port as process id. */
function adapter({ managed = true, lost }: { managed?: boolean; lost: readonly number[] }) {
  const orders: string[] = [];
  let port = 8_000;
  const lemonade = {
    managed,
    load: async ({ model }) => void orders.push(`load ${model.id} on ${++port}`),
    unload: async (id) => void orders.push(`unload ${id}`),
    loadedModels: async () => [{ id: 'chat', pid: port, backendOrigin: `http://127.0.0.1:${port}` } as LoadedModel],
    endpoint: () => ({ origin: 'http://127.0.0.1:13305', headers: {} }),
  } as Partial<LemonadeService> as LemonadeService;
  const isLost = async (pid: number) => lost.includes(pid);
  const servers = { isLost } as Partial<ModelServerProcess> as ModelServerProcess;
  const runtime = new LemonadeRuntimeAdapter(lemonade, {} as BackendsService, servers);
  return { orders, load: () => runtime.load('primary', RECORD, MODEL, new AbortController().signal) };
}

describe('LemonadeRuntimeAdapter', () => {
  it('sends requests to the server that the model was loaded in', async () => {
    const { load, orders } = adapter({ lost: [] });
    expect((await load()).backendOrigin).toBe('http://127.0.0.1:8001');
    expect(orders).toEqual(['load chat on 8001']);
  });

  it('loads again when somebody else took the port of the server, and leaves the stranger alone', async () => {
    const { load, orders } = adapter({ lost: [8_001] });
    expect((await load()).backendOrigin).toBe('http://127.0.0.1:8002');
    expect(orders).toEqual(['load chat on 8001', 'unload chat', 'load chat on 8002']);
  });

  it('does not look for processes of another machine', async () => {
    const { load, orders } = adapter({ managed: false, lost: [8_001] });
    await load();
    expect(orders).toEqual(['load chat on 8001']);
  });
});
