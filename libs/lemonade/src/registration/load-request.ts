import type { LoadBody } from '../client/lemonade-client.js';
import type { Device } from '@hal0/config';
import type { RuntimeModel } from './user-models.js';

/** How a model is to be loaded. */
export interface LoadRequest {
  model: RuntimeModel;
  device: Device;
  /** Tokens that one request may use; null leaves it to lemond. */
  contextSize: number | null;
  /** Requests answered at once. */
  parallel: number;
  /** CPU threads; null takes the runtime's setting. */
  threads: number | null;
  /** Further arguments for the model's own server, as on a command line. */
  extraArgs: string;
}

const BACKENDS: Record<Device, string | null> = {
  'gpu-rocm': 'rocm',
  'gpu-vulkan': 'vulkan',
  'gpu-cuda': 'cuda',
  cpu: 'cpu',
  npu: null,
};

/**
 * The order for lemond. Pinned, because hal0 alone decides what goes. `--alias` puts the registry id into what the
 * model's server answers; without it streams would show the file's path (contract, 3.8).
 */
export function loadBody(
  { model, device, contextSize, parallel, threads, extraArgs }: LoadRequest,
  modelName: string,
): LoadBody {
  const body: LoadBody = { model_name: modelName, pinned: true };
  const extra = extraArgs.trim();
  if (model.recipe !== 'llamacpp') {
    if (model.recipe === 'whispercpp' && extra) body.whispercpp_args = extra;
    return body;
  }
  const args = ['--alias', model.id, '--parallel', String(parallel)];
  if (threads !== null) args.push('--threads', String(threads));
  if (extra) args.push(extra);
  body.llamacpp_args = args.join(' ');
  const backend = BACKENDS[device];
  if (backend) body.llamacpp_backend = backend;
  // llama-server divides its context among the requests it answers at once.
  if (contextSize !== null) body.ctx_size = contextSize * parallel;
  return body;
}
