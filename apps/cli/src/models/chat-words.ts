import type { ModelDto } from '@hal0/registry';

/** What the header of a chat model's file says about chats. */
export function chatWords({ chatTemplate, toolCalling, reasoning }: NonNullable<ModelDto['facts']>): string {
  if (!chatTemplate) return 'its file has no chat template';
  return ['template', toolCalling ? 'tools' : null, reasoning ? 'reasoning' : null].filter(Boolean).join(', ');
}
