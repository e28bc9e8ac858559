import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ProxmoxStatusDto } from './proxmox-status.dto.js';

/** Whether this machine looks like a guest of Proxmox: two signs, one, or none. */
export const PROXMOX_DETECTIONS = ['detected', 'uncertain', 'not_detected'] as const;
export type ProxmoxDetection = (typeof PROXMOX_DETECTIONS)[number];

/** How the Proxmox host is reached. The token's value is never told. */
export class ProxmoxSettingsDto {
  configured: boolean;
  host: string | null;
  port: number | null;
  /** With its realm, e.g. `root@pam`. */
  user: string | null;
  tokenName: string | null;
  tokenValueSet: boolean;
  verifySsl: boolean;
  /** What is worth knowing of these settings, e.g. that the certificate is not checked. */
  warnings: string[];
  status: ProxmoxStatusDto;
  /** Seen from this machine alone, without asking Proxmox. */
  @ApiProperty({ enum: PROXMOX_DETECTIONS, enumName: 'ProxmoxDetection' })
  detection: ProxmoxDetection;
}

/** Where Proxmox is, and as whom to ask it. The token needs the role PVEAuditor on `/`. */
export class SaveProxmoxDto {
  /** Name or address; no scheme, no path. */
  @IsString()
  @MaxLength(253)
  host: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  port: number = 8006;

  /** With its realm, e.g. `root@pam`. */
  @IsString()
  @MaxLength(128)
  user: string;

  @IsString()
  @MaxLength(128)
  tokenName: string;

  /** Absent keeps the stored one, as long as it goes to the same place as before. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  tokenValue?: string;

  /** Whether the host's certificate must be one that this machine trusts. */
  @IsBoolean()
  verifySsl: boolean = false;
}

/** What a trial found; nothing was stored. */
export class ProxmoxTestDto {
  ok: boolean;
  /** Why it failed, and what to do. */
  error: string | null;
  node: string | null;
  nodeNote: string | null;
  hostMemTotalMib: number | null;
  tenantsTotal: number | null;
}

export class ProxmoxRemovedDto {
  /** Always false. */
  configured: boolean;
  /** Whether there were settings to remove. */
  existed: boolean;
}
