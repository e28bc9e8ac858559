import type { Define } from './command-context.js';

interface TableRow {
  name: string;
  description: string;
  /** Imports the definition: a command line pays only for the command it calls. */
  load: () => Promise<Define>;
  hidden?: boolean;
}

/** What `hal0 --help` lists. */
export const COMMAND_TABLE: readonly (readonly [heading: string, commands: readonly TableRow[]])[] = [
  [
    'Use it:',
    [
      {
        name: 'chat',
        description: 'ask a model, and read the answer as it is generated',
        load: async () => (await import('./commands/chat.command.js')).defineChat,
      },
      {
        name: 'status',
        description: 'the box at a glance',
        load: async () => (await import('./commands/status.command.js')).defineStatus,
      },
    ],
  ],
  [
    'Slots and models:',
    [
      {
        name: 'slot',
        description: 'named targets for requests: look, plan, load, unload, swap, add, edit, remove',
        load: async () => (await import('./commands/slot/slot.commands.js')).defineSlot,
      },
      {
        name: 'model',
        description: 'models: list, show, catalogue, inspect, pull, scan, add, assign, edit, rm',
        load: async () => (await import('./commands/model/model.commands.js')).defineModel,
      },
      {
        name: 'pull',
        description: 'downloads of models: list, show, pause, resume, cancel',
        load: async () => (await import('./commands/pull/pull.commands.js')).definePull,
      },
      {
        name: 'profile',
        description: 'named sets of slot options: list, set, remove',
        load: async () => (await import('./commands/profile/profile.commands.js')).defineProfile,
      },
      {
        name: 'capabilities',
        description: 'what each slot could run here, on which devices, and why not',
        load: async () => (await import('./commands/capabilities.command.js')).defineCapabilities,
      },
      {
        name: 'bundle',
        description: 'sets of models that fit together: list, show, apply, status, cancel, skip, export, import, rm',
        load: async () => (await import('./commands/bundle/bundle.commands.js')).defineBundle,
      },
      {
        name: 'registry',
        description: 'what is known of the models, as a file: export, import',
        load: async () => (await import('./commands/registry/registry.commands.js')).defineRegistry,
      },
    ],
  ],
  [
    'Set it up:',
    [
      {
        name: 'setup',
        description: 'the first steps: what this box is, and which models it gets',
        load: async () => (await import('./commands/setup/setup.command.js')).defineSetup,
      },
      {
        name: 'config',
        description: 'hal0.toml: show, get, set, unset, validate, edit, migrate, reload, schema, history, undo',
        load: async () => (await import('./commands/config/config.commands.js')).defineConfig,
      },
      {
        name: 'secret',
        description: 'credentials for model hubs and upstreams: list, set, rm',
        load: async () => (await import('./commands/secret/secret.commands.js')).defineSecret,
      },
      {
        name: 'upstream',
        description: 'providers outside this machine: list, add, models, test, enable, disable, remove',
        load: async () => (await import('./commands/upstream/upstream.commands.js')).defineUpstream,
      },
      {
        name: 'key',
        description: 'API keys of clients: list, add, revoke',
        load: async () => (await import('./commands/key/key.commands.js')).defineKey,
      },
      {
        name: 'proxmox',
        description: 'the view of the Proxmox host this box runs on: show, set, test, remove',
        load: async () => (await import('./commands/proxmox/proxmox.commands.js')).defineProxmox,
      },
    ],
  ],
  [
    'Look after it:',
    [
      {
        name: 'logs',
        description: 'what hal0 and its runtime say; --follow goes on',
        load: async () => (await import('./commands/logs.command.js')).defineLogs,
      },
      {
        name: 'request',
        description: 'requests that have ended: list, show; where their time went',
        load: async () => (await import('./commands/request/request.commands.js')).defineRequest,
      },
      {
        name: 'lemonade',
        description: 'the runtime behind the slots: status, backends, config, logs',
        load: async () => (await import('./commands/lemonade/lemonade.commands.js')).defineLemonade,
      },
      {
        name: 'hardware',
        description: 'what this box is: processor, memory, GPUs and the room there is for models',
        load: async () => (await import('./commands/hardware.command.js')).defineHardware,
      },
      {
        name: 'probe',
        description: 'look at the hardware again',
        load: async () => (await import('./commands/probe.command.js')).defineProbe,
      },
      {
        name: 'doctor',
        description: 'what is wrong, and what to do about it',
        load: async () => (await import('./commands/doctor.command.js')).defineDoctor,
      },
    ],
  ],
  [
    'Start and stop it:',
    [
      {
        name: 'serve',
        description: 'run the API in the foreground',
        load: async () => (await import('./commands/serve.command.js')).defineServe,
      },
      {
        name: 'up',
        description: 'in a clone, as ./hal0 up: install and build what is missing, then start hal0',
        load: async () => (await import('./commands/clone-script.command.js')).defineCloneScript,
      },
      {
        name: 'down',
        description: 'in a clone, as ./hal0 down: stop what ./hal0 up --detach has started',
        load: async () => (await import('./commands/clone-script.command.js')).defineCloneScript,
      },
    ],
  ],
  [
    'Learn it:',
    [
      {
        name: 'completion',
        description: 'let the shell complete commands, slots, models and settings',
        load: async () => (await import('./commands/completion.command.js')).defineCompletion,
      },
      {
        name: 'complete',
        description: 'what may come next on a command line',
        load: async () => (await import('./commands/complete.command.js')).defineComplete,
        hidden: true,
      },
      {
        name: 'help',
        description: 'more about a command',
        load: async () => (await import('./commands/help.command.js')).defineHelp,
      },
    ],
  ],
];
