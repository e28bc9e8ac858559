import type { ConfigOriginDto } from '../../api/models';

/** Where the value in effect came from, in words. */
export interface Origin {
  /** "default", "hal0.toml:12", "conf.d/10-lan.toml:3", "environment HAL0_PORT". */
  label: string;
  /** The same in full. */
  title: string;
  /** It stands in hal0.toml, where hal0 may take it out again. */
  inFile: boolean;
  /** Who holds it above hal0.toml, and so decides; null where hal0.toml does. */
  heldBy: string | null;
}

const DEFAULT: Origin = { label: 'default', title: 'Built in; no file says otherwise', inFile: false, heldBy: null };

/** @param hal0Toml full path of hal0.toml; files beside it are named from its folder */
export function originOf(origin: ConfigOriginDto | undefined, hal0Toml: string): Origin {
  if (!origin || origin.layer === 'built-in') return DEFAULT;
  if (origin.layer === 'environment') {
    const variable = origin.variable ?? '';
    return {
      label: `environment ${variable}`.trim(),
      title: `The environment variable ${variable}`,
      inFile: false,
      heldBy: `the environment variable ${variable}`,
    };
  }
  const folder = hal0Toml.slice(0, hal0Toml.lastIndexOf('/') + 1);
  const file = origin.file ?? hal0Toml;
  const short = folder && file.startsWith(folder) ? file.slice(folder.length) : file;
  const line = origin.line === undefined ? '' : `:${origin.line}`;
  const where = origin.line === undefined ? short : `${short}, line ${origin.line}`;
  const inFile = origin.layer === 'hal0';
  return { label: short + line, title: file + line, inFile, heldBy: inFile ? null : where };
}
