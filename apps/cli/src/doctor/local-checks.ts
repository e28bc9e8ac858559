import type { DoctorCheck, DoctorFinding } from '@hal0/platform';
import type { LocalHal0 } from '../local/local-hal0.js';
import { ApiPortCheck } from './api-port.check.js';
import { ConfigValidCheck } from './config-valid.check.js';
import { DiskSpaceCheck } from './disk-space.check.js';
import type { DoctorRow } from './doctor-row.js';
import { FolderCheck } from './folder.check.js';
import { LeftoversCheck } from './leftovers.check.js';
import { NodeVersionCheck } from './node-version.check.js';
import { RunFileCheck } from './run-file.check.js';
import { SecretFilesCheck } from './secret-files.check.js';

/** What can be looked at without the API. With `fix`, what can be repaired is repaired first. */
export async function checkLocally(local: LocalHal0, fix: boolean): Promise<DoctorRow[]> {
  const rows: DoctorRow[] = [];
  for (const check of localChecks(local)) rows.push(await rowOf(check, fix));
  return rows;
}

function localChecks(local: LocalHal0): DoctorCheck[] {
  const { paths } = local;
  return [
    new NodeVersionCheck(process.versions.node),
    new ConfigValidCheck(local),
    new FolderCheck('config.folder', paths.config),
    new FolderCheck('state.folder', paths.state),
    new SecretFilesCheck([paths.apiEnv, paths.proxmoxJson, paths.apiKeys, paths.operatorToken]),
    new LeftoversCheck([paths.config, paths.state]),
    new RunFileCheck(paths.apiRunFile),
    new ApiPortCheck(local),
    new DiskSpaceCheck('disk.state', paths.state),
    new DiskSpaceCheck('disk.models', local.modelStore),
  ];
}

async function rowOf(check: DoctorCheck, fix: boolean): Promise<DoctorRow> {
  const finding = await findingOf(check);
  if (!fix || !finding.fixable || !check.fix) return asRow(check, finding, false);
  try {
    await check.fix();
  } catch (error) {
    const failed = `The repair failed: ${(error as Error).message}`;
    const remedy = finding.remedy ? `${finding.remedy} ${failed}` : failed;
    return asRow(check, { ...finding, remedy }, false);
  }
  return asRow(check, await findingOf(check), true);
}

async function findingOf(check: DoctorCheck): Promise<DoctorFinding> {
  try {
    return await check.run();
  } catch (error) {
    const remedy = 'Run hal0 doctor with sudo, or as the user that hal0 runs as.';
    return { severity: 'warning', message: (error as Error).message, remedy };
  }
}

function asRow({ id }: DoctorCheck, finding: DoctorFinding, fixed: boolean): DoctorRow {
  const { severity, message, remedy = null, fixable = false } = finding;
  return { id, severity, message, remedy, fixable, fixed };
}
