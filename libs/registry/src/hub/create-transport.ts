import type { Hal0Settings, SecretsService } from '@hal0/config';
import { HubTransport } from './hub-transport.js';

/** By the names that Hugging Face's own programs know the token by. */
const TOKENS = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'];

export function hubTransport({ models }: Hal0Settings, secrets: SecretsService): HubTransport {
  const token = () => TOKENS.map((name) => secrets.get(name)).find((value) => value !== undefined && value !== '');
  return new HubTransport({ hubUrl: models.hub_url, token });
}
