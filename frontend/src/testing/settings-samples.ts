import type { RevisionDto, SettingsChangeDto, SettingsDto } from '../api/models';
import type { JsonSchema } from '../app/settings/form/json-schema';

const HAL0_TOML = '/etc/hal0/hal0.toml';

/** A hal0.toml with one field of every kind. */
export const SETTINGS_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    meta: { type: 'object', properties: { schema_version: { type: 'integer', default: 1 } } },
    api: {
      type: 'object',
      description: 'Where hal0 listens.',
      properties: {
        port: {
          type: 'integer',
          description: 'Port to listen on; `0` takes any free one.',
          default: 8080,
          minimum: 0,
          maximum: 65_535,
          'x-hal0-applies': 'service-restart',
        },
        allowed_hosts: {
          type: 'array',
          description: 'Host names to answer for.',
          default: [],
          items: { type: 'string' },
          'x-hal0-applies': 'immediate',
        },
        log_level: {
          type: 'string',
          description: 'How much is written.',
          default: 'info',
          enum: ['error', 'info', 'debug'],
          'x-hal0-applies': 'immediate',
        },
      },
    },
    slots: {
      type: 'object',
      description: 'What holds for all slots.',
      properties: {
        idle_timeout_seconds: {
          type: 'number',
          description: 'Silence after which a slot is idle.',
          default: 600,
          minimum: 0,
          'x-hal0-unit': 'seconds',
          'x-hal0-applies': 'immediate',
        },
      },
      additionalProperties: { type: 'object', properties: { model: { type: 'string' } } },
    },
    memory: {
      type: 'object',
      description: 'Long-term memory.',
      properties: {
        enabled: {
          type: 'boolean',
          description: 'Whether agents may remember.',
          default: true,
          'x-hal0-reserved': true,
        },
      },
    },
    upstreams: {
      type: 'object',
      description: 'Providers elsewhere.',
      properties: {},
      additionalProperties: {
        type: 'object',
        properties: { url: { type: 'string', description: 'Its address.', 'x-hal0-applies': 'service-restart' } },
      },
    },
    lemonade: {
      type: 'object',
      description: 'The runtime.',
      properties: {
        runtime: { type: 'string', description: 'Folder of a runtime.', 'x-hal0-applies': 'service-restart' },
      },
    },
  },
};

export function someSettings(changes: Partial<SettingsDto> = {}): SettingsDto {
  return {
    settings: {
      meta: { schema_version: 1 },
      api: { port: 9000, allowed_hosts: ['box.lan'], log_level: 'info' },
      slots: { idle_timeout_seconds: 300, primary: { model: 'tiny-chat' } },
      memory: { enabled: true },
      upstreams: {},
      lemonade: {},
    },
    origins: {
      'api.port': { layer: 'environment', variable: 'HAL0_PORT' },
      'api.allowed_hosts': { layer: 'hal0', file: HAL0_TOML, line: 12, column: 1 },
      'slots.idle_timeout_seconds': { layer: 'drop-in', file: '/etc/hal0/conf.d/10-lan.toml', line: 3, column: 1 },
    },
    pendingRestart: [],
    warnings: [],
    file: HAL0_TOML,
    ...changes,
  };
}

export function aSettingsChange(changes: Partial<SettingsChangeDto> = {}): SettingsChangeDto {
  return {
    changes: [],
    applyPlan: { immediate: [], serviceRestart: [], services: [] },
    revisionId: null,
    pendingRestart: [],
    ...changes,
  };
}

export function aRevision(changes: Partial<RevisionDto> = {}): RevisionDto {
  return {
    id: 7,
    at: '2026-01-01T00:00:00.000Z',
    actor: 'operator',
    action: 'config.update',
    file: HAL0_TOML,
    changes: [{ path: 'activity.retention_days', before: 30, after: 45, applies: 'immediate' }],
    undoable: true,
    undoOf: null,
    undoneBy: null,
    ...changes,
  };
}
