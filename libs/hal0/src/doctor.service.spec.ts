import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { DoctorService } from './doctor.service.js';

class Check extends DoctorCheck {
  constructor(
    readonly id: string,
    private finding: DoctorFinding | Error,
    private readonly repair?: () => DoctorFinding,
  ) {
    super();
    if (!repair) this.fix = undefined;
  }

  async run(): Promise<DoctorFinding> {
    if (this.finding instanceof Error) throw this.finding;
    return this.finding;
  }

  override fix? = async (): Promise<void> => {
    this.finding = (this.repair as () => DoctorFinding)();
  };
}

const WELL: DoctorFinding = { severity: 'ok', message: 'all well' };
const OPEN: DoctorFinding = { severity: 'error', message: 'mode 0644', remedy: 'chmod 600', fixable: true };

function doctor(...checks: unknown[]): DoctorService {
  Logger.overrideLogger(false);
  return new DoctorService({
    getProviders: () => checks.map((instance) => ({ instance })),
  } as unknown as DiscoveryService);
}

describe('DoctorService', () => {
  it('runs every check once, the worst first, and nothing that is not a check', async () => {
    const fine = new Check('a.fine', WELL);
    const findings = await doctor(fine, fine, {}, undefined, new Check('b.open', OPEN)).examine();
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
      ['b.open', 'error'],
      ['a.fine', 'ok'],
    ]);
  });

  it('takes a check that breaks for a finding, not for the end', async () => {
    const findings = await doctor(
      new Check('a.broken', new Error('no such folder')),
      new Check('b.fine', WELL),
    ).examine();
    expect(findings[0]).toMatchObject({
      id: 'a.broken',
      severity: 'warning',
      message: expect.stringContaining('no such folder'),
    });
    expect(findings).toHaveLength(2);
  });

  it('repairs what is fixable, and says so only when a second look agrees', async () => {
    const findings = await doctor(
      new Check('a.mended', OPEN, () => WELL),
      new Check('b.stubborn', OPEN, () => OPEN),
      new Check('c.helpless', OPEN, () => {
        throw new Error('read-only file system.');
      }),
      new Check('d.manual', { ...OPEN, fixable: false }, () => WELL),
    ).fix();
    expect(findings.map(({ id, severity, fixed }) => [id, severity, fixed])).toEqual([
      ['b.stubborn', 'error', false],
      ['c.helpless', 'error', false],
      ['d.manual', 'error', false],
      ['a.mended', 'ok', true],
    ]);
    expect(findings[1]?.remedy).toBe('The repair failed: read-only file system. chmod 600');
  });
});
