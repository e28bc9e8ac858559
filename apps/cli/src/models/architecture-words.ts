import type { ModelDto } from '@hal0/registry';
import { none, parameterCount } from '../terminal/units.js';

/** `qwen3, 596 M parameters, Q4_K_M, 28 layers` */
export function architectureWords(architecture: string | null, facts: ModelDto['facts']): string {
  const parts = [
    architecture,
    facts?.parameters ? `${parameterCount(facts.parameters)} parameters` : null,
    facts?.quantization,
    facts?.layers ? `${facts.layers} layers` : null,
  ];
  return parts.filter(Boolean).join(', ') || none;
}
