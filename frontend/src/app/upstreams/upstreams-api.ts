import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../api/api';
import { secretsSet } from '../../api/functions';
import type { AuthStyle, Upstream } from '../core/upstreams/upstream';

/** A well-known provider, to begin with. */
export interface UpstreamPreset {
  id: string;
  label: string;
  /** Empty for one that has to be typed. */
  url: string;
  authStyle: AuthStyle;
  keyName: string | null;
  /** Where the provider gives out keys. */
  keysUrl: string | null;
}

export interface UpstreamFields {
  url: string;
  authStyle: AuthStyle;
  authHeader: string | null;
  keyName: string | null;
  timeoutSeconds: number;
  concurrency: number | null;
  advertiseModels: boolean;
  models: string[];
}

export interface UpstreamTrial {
  ok: boolean;
  latencyMs: number | null;
  models: { id: string }[];
  error: string | null;
}

/** The providers outside this machine. */
@Service()
export class UpstreamsApi {
  private readonly http = inject(HttpClient);
  private readonly api = inject(Api);

  list(): Promise<Upstream[]> {
    return firstValueFrom(this.http.get<Upstream[]>('/api/upstreams'));
  }

  presets(): Promise<UpstreamPreset[]> {
    return firstValueFrom(this.http.get<UpstreamPreset[]>('/api/upstreams/presets'));
  }

  create(body: UpstreamFields & { name: string }): Promise<Upstream> {
    return firstValueFrom(this.http.post<Upstream>('/api/upstreams', body));
  }

  change(name: string, body: Partial<UpstreamFields> & { enabled?: boolean }): Promise<Upstream> {
    return firstValueFrom(this.http.patch<Upstream>(addressOf(name), body));
  }

  async remove(name: string): Promise<void> {
    await firstValueFrom(this.http.delete(addressOf(name)));
  }

  test(name: string): Promise<UpstreamTrial> {
    return firstValueFrom(this.http.post<UpstreamTrial>(`${addressOf(name)}/test`, {}));
  }

  /** Tries settings, and a key, that are not saved. */
  testUnsaved(body: UpstreamFields & { key?: string }): Promise<UpstreamTrial> {
    return firstValueFrom(this.http.post<UpstreamTrial>('/api/upstreams/test', body));
  }

  async writeKey(name: string, value: string): Promise<void> {
    await this.api.invoke(secretsSet, { name, body: { value } });
  }
}

function addressOf(name: string): string {
  return `/api/upstreams/${encodeURIComponent(name)}`;
}
