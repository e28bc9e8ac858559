import { HardwareService, type MemoryPools } from '@hal0/hardware';
import { Clock, Hal0Error } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { isAbsolute, normalize } from 'node:path';
import { CatalogueService } from '../../catalogue/catalogue.service.js';
import { boxFit } from '../../fit/box-fit.js';
import { HubClient } from '../../hub/hub-client.js';
import { HubUnreachableError } from '../../hub/hub.errors.js';
import { parseModelReference } from '../../hub/model-reference.js';
import type { HubVariant } from '../../hub/variants.js';
import type { ModelSource } from '../../model.js';
import { PullSourceInvalidError } from '../../pulls/pull.errors.js';
import { RegistryService } from '../../registry.service.js';
import { ModelInspector } from '../model-inspector.js';
import { readAddress } from './address-reader.js';
import { readFileSource } from './file-reader.js';
import { readCurated, readRepository } from './hub-reader.js';
import { recommendedVariant } from './recommended-variant.js';
import type { SourceFindings } from './source-findings.js';
import type { InspectedVariant, SourceInspection } from './source-inspection.js';

/** For the description of a repository and the header of one file. */
const LIMIT_MS = 20_000;
/** A person who goes to and fro between variants does not ask the hub each time. */
const REMEMBERED_MS = 300_000;
const MOST_REMEMBERED = 50;

interface Remembered {
  at: number;
  findings: Promise<SourceFindings>;
}

/** Looks at a model before it is fetched or added: what it is, in which forms it can be had, and which of them this box can run. */
@Injectable()
export class SourceInspector {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly hub: HubClient,
    private readonly catalogue: CatalogueService,
    private readonly inspector: ModelInspector,
    private readonly registry: RegistryService,
    private readonly hardware: HardwareService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param source as for a pull, or the absolute path of a file
   * @throws PullSourceInvalidError, ModelFileMissingError, ModelFileCorruptError, and what HubClient throws
   */
  async inspect(source: string): Promise<SourceInspection> {
    const text = source.trim();
    const [findings, pools] = await Promise.all([
      isAbsolute(text) ? readFileSource(this.inspector, normalize(text)) : this.remote(text),
      this.hardware.pools(),
    ]);
    const { source: origin, license, gated, mmproj, header, suggested, problem } = findings;
    const variants = judged(findings, pools);
    const installed = this.registry.list().filter((model) => isSamePlace(model.source, origin));
    return {
      ...{ source: origin, license, gated, variants, mmproj, suggested, problem },
      facts: header?.facts ?? null,
      installed: installed.map(({ id }) => id),
    };
  }

  private remote(text: string): Promise<SourceFindings> {
    const now = this.clock.now();
    const known = this.remembered.get(text);
    if (known && now - known.at < REMEMBERED_MS) return known.findings;
    const findings = this.read(text);
    this.remembered.delete(text);
    this.remembered.set(text, { at: now, findings });
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MOST_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
    // What went wrong may be right by the next time, and a token may have been given.
    const forget = () => this.remembered.delete(text);
    findings.then(({ problem }) => problem && forget(), forget);
    return findings;
  }

  private async read(text: string): Promise<SourceFindings> {
    const limit = new AbortController();
    const stop = this.clock.schedule(() => limit.abort(), LIMIT_MS);
    try {
      const curated = this.catalogue.find(text);
      if (curated) return await readCurated(this.hub, curated, limit.signal);
      const source = parseModelReference(text, this.hub.address);
      if (source?.kind === 'url') return await readAddress(this.hub, source.url, limit.signal);
      if (source?.kind === 'hub') return await readRepository(this.hub, source, limit.signal);
      throw new PullSourceInvalidError(`"${text.slice(0, 200)}" is no source of a model.`);
    } catch (error) {
      if (error instanceof Hal0Error || !limit.signal.aborted) throw error;
      throw new HubUnreachableError(this.hub.address.host, `it takes longer than ${LIMIT_MS / 1_000} seconds`, error);
    } finally {
      stop();
    }
  }
}

function judged(
  { variants, wanted, mmproj, header, suggested }: SourceFindings,
  pools: MemoryPools,
): InspectedVariant[] {
  const projectorBytes = mmproj[0]?.sizeBytes ?? 0;
  const withFit = variants.map((variant: HubVariant) => {
    const { shape = null, contextLength = null } = header ?? {};
    const subject = {
      type: suggested.type ?? 'llm',
      sizeBytes: variant.sizeBytes + projectorBytes,
      shape,
      contextLength,
    };
    const { message, ...fit } = boxFit(subject, pools);
    return { ...variant, ...fit, fitMessage: message };
  });
  const recommended = wanted ?? recommendedVariant(withFit);
  return withFit.map((variant) => ({ ...variant, recommended: variant.name === recommended }));
}

function isSamePlace(known: ModelSource | null, { repository, url }: ModelSource): boolean {
  if (!known) return false;
  return (repository !== null && known.repository === repository) || (url !== null && known.url === url);
}
