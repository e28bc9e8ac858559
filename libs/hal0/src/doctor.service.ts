import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { DoctorFindingDto } from './http/doctor.dto.js';

const SEVERITIES = ['error', 'warning', 'ok'] as const;

/** Runs every check that any part of this application brings. */
@Injectable()
export class DoctorService {
  private readonly logger = new Logger('Doctor');

  constructor(private readonly discovery: DiscoveryService) {}

  /** What all checks find, the worst first. A check that breaks is a finding of its own. */
  async examine(): Promise<DoctorFindingDto[]> {
    return sorted(await Promise.all(this.checks().map((check) => this.run(check))));
  }

  /** Repairs what can be repaired without losing anything, and looks again. */
  async fix(): Promise<DoctorFindingDto[]> {
    const findings: DoctorFindingDto[] = [];
    for (const check of this.checks()) findings.push(await this.repair(check));
    return sorted(findings);
  }

  private async repair(check: DoctorCheck): Promise<DoctorFindingDto> {
    const finding = await this.run(check);
    if (!finding.fixable || !check.fix) return finding;
    try {
      await check.fix();
    } catch (error) {
      return { ...finding, remedy: `The repair failed: ${(error as Error).message} ${finding.remedy ?? ''}`.trim() };
    }
    const after = await this.run(check);
    return { ...after, fixed: after.severity === 'ok' };
  }

  private async run(check: DoctorCheck): Promise<DoctorFindingDto> {
    return toDto(check.id, await check.run().catch((error: Error) => this.broken(check, error)));
  }

  private broken(check: DoctorCheck, error: Error): DoctorFinding {
    this.logger.error(`Check ${check.id} broke: ${error.stack ?? error.message}`);
    return {
      severity: 'warning',
      message: `The check could not be made: ${error.message}`,
      remedy: "See the API's log, and report this as a mistake of hal0's.",
    };
  }

  private checks(): DoctorCheck[] {
    const instances = this.discovery.getProviders().map(({ instance }): unknown => instance);
    return [...new Set(instances)].filter((instance): instance is DoctorCheck => instance instanceof DoctorCheck);
  }
}

function toDto(id: string, { severity, message, remedy, fixable }: DoctorFinding): DoctorFindingDto {
  return { id, severity, message, remedy: remedy ?? null, fixable: fixable ?? false, fixed: false };
}

function sorted(findings: DoctorFindingDto[]): DoctorFindingDto[] {
  const rank = ({ severity }: DoctorFindingDto) => SEVERITIES.indexOf(severity);
  return findings.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}
