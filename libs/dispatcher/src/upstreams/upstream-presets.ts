import type { UpstreamPresetDto } from './http/upstream.dto.js';

/** Addresses as the providers' own references give them. */
export const UPSTREAM_PRESETS: readonly UpstreamPresetDto[] = [
  {
    id: 'openai',
    label: 'OpenAI',
    url: 'https://api.openai.com/v1',
    authStyle: 'bearer',
    keyName: 'OPENAI_API_KEY',
    keysUrl: 'https://platform.openai.com/api-keys',
  },
  {
    id: 'anthropic',
    label: 'Anthropic',
    url: 'https://api.anthropic.com/v1',
    authStyle: 'anthropic',
    keyName: 'ANTHROPIC_API_KEY',
    keysUrl: 'https://console.anthropic.com/settings/keys',
  },
  {
    id: 'google',
    label: 'Google Gemini',
    url: 'https://generativelanguage.googleapis.com/v1beta/openai',
    authStyle: 'bearer',
    keyName: 'GEMINI_API_KEY',
    keysUrl: 'https://aistudio.google.com/apikey',
  },
  {
    id: 'openrouter',
    label: 'OpenRouter',
    url: 'https://openrouter.ai/api/v1',
    authStyle: 'bearer',
    keyName: 'OPENROUTER_API_KEY',
    keysUrl: 'https://openrouter.ai/settings/keys',
  },
  { id: 'custom', label: 'Another server', url: '', authStyle: 'none', keyName: null, keysUrl: null },
];
