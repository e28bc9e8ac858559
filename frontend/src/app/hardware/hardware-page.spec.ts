import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { HardwareDto } from '../../api/models';
import { FakeEventSources } from '../../testing/fake-event-source';
import { aGpu, noProxmoxHost, someHardware, someStats } from '../../testing/hardware-samples';
import { button, byRole, settled, textOf } from '../../testing/on-page';
import { EventStream } from '../core/events/event-stream';
import { Toasts } from '../ui/toasts';
import { HardwarePage } from './hardware-page';

describe('HardwarePage', () => {
  let fixture: ComponentFixture<HardwarePage>;
  let page: HTMLElement;
  let http: HttpTestingController;
  let sources: FakeEventSources;

  beforeEach(async () => {
    sources = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), sources.provider],
    });
    TestBed.inject(EventStream).connect();
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(HardwarePage);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });

  afterEach(() => {
    fixture.destroy();
    http.verify();
  });

  async function answer(report: HardwareDto): Promise<void> {
    http.expectOne({ method: 'GET', url: '/api/hardware' }).flush(report);
    await settled(fixture);
  }

  async function show(report = someHardware()): Promise<void> {
    await answer(report);
    http.expectOne('/api/stats/hardware').flush(someStats());
    http.expectOne('/api/settings/proxmox').flush(noProxmoxHost());
    await settled(fixture);
  }

  const region = (name: string) => page.querySelector(`[role=region][aria-label="${name}"]`);
  const facts = () => textOf(page.querySelector('[aria-labelledby=machine]'));

  it('shows a skeleton until the report is read', async () => {
    expect(page.querySelector('[aria-label="Loading the hardware"]')).not.toBeNull();
    await show();
    expect(page.querySelector('[aria-label="Loading the hardware"]')).toBeNull();
  });

  it('says what the box is, and which device is the best for models and why', async () => {
    await show();
    const header = textOf(page.querySelector('header'));
    expect(header).toContain('LXC on Strix Halo (full passthrough)');
    expect(header).toContain('vulkan Best device for models: gpu-vulkan. Vulkan reaches all of the shared memory.');
    expect(facts()).toContain('Processor AMD RYZEN AI MAX+ 395 Cores 16, 32 threads Memory 64 GiB, unified');
    expect(facts()).toContain('Physical 124 GiB in the machine underneath Limit 64 GiB by control group');
    expect(facts()).toContain('NPU AMD NPU (XDNA), amdxdna Disk 512 GiB free for hal0');
    expect(facts()).toContain('Runs in lxc container, full passthrough');
  });

  it('says how much memory models can take, and which limit decides', async () => {
    await show();
    expect(textOf(region('Memory for models'))).toBe(
      'Memory for models unified, shared by CPU and GPU 64 GiB 48 GiB free now ' +
        'Memory pool 80 GiB free of 96 GiB GTT of the Radeon 8060S ' +
        'Limit of the container or service decides 48 GiB free of 64 GiB /sys/fs/cgroup/memory.max',
    );
  });

  it('names every GPU with its memory and what it can do', async () => {
    const second = aGpu({ vendor: 'nvidia', name: 'RTX 3090', vramMib: 24576, gttMib: 0, gfx: null, driver: null });
    const discrete = { integrated: false, computeCapable: true, reachable: false, pciAddress: '0000:01:00.0' };
    await show(someHardware({ gpus: [aGpu(), { ...second, ...discrete }] }));
    const cards = [...page.querySelectorAll('h0-gpu-card')].map(textOf);
    expect(cards[0]).toContain(
      'Radeon 8060S no ROCm Vulkan integrated Set aside 512 MiB May map 96 GiB of main memory',
    );
    expect(cards[1]).toContain('RTX 3090 CUDA Vulkan discrete hal0 may not open it Memory 24 GiB Driver not known');
  });

  it('says so where there is no GPU and no NPU', async () => {
    const npu = { present: false, vendor: 'unknown' as const, name: '', driver: null, reachable: false };
    await show(someHardware({ gpus: [], npu, gttTotalMib: 0, containerRuntime: null, passthrough: null }));
    expect(facts()).toContain('GPU none NPU none');
    expect(facts()).toContain('Runs in bare metal');
    expect(textOf(region('Now'))).not.toContain('GPU');
  });

  it('shows what went wrong in the probe, and the devices hal0 may not use with what to do', async () => {
    const node = { path: '/dev/kfd', group: 'render', gid: 992 };
    const problems = [{ detector: 'vulkaninfo', message: 'did not answer within 6 seconds.' }];
    const deviceAccess = [
      { ...node, accessible: false },
      { ...node, path: '/dev/dri/renderD128', accessible: true },
    ];
    await show(someHardware({ problems, deviceAccess }));
    const notes = [...page.querySelectorAll('h0-note')].map(textOf);
    expect(notes).toEqual([
      'vulkaninfo did not answer within 6 seconds.',
      'hal0 may not use /dev/kfd . It belongs to the group render (992): add the user that hal0 runs as to it, then start hal0 again.',
    ]);
  });

  it('shows live counters, and a dash for what is not known', async () => {
    await show();
    expect(textOf(region('Now'))).toBe(
      'Now live CPU — not known Memory used 4.0 GiB GPU 41 % GTT used 12 GiB NPU asleep',
    );
    expect(region('Now')?.hasAttribute('data-stale')).toBe(false);
  });

  it('marks the counters as old when they cannot be read, and says so where there never were any', async () => {
    await answer(someHardware());
    http.expectOne('/api/stats/hardware').error(new ProgressEvent('error'));
    http.expectOne('/api/settings/proxmox').flush(noProxmoxHost());
    await settled(fixture);
    expect(textOf(region('Now'))).toContain('no figures: hal0 does not answer');
    expect(region('Now')?.hasAttribute('data-stale')).toBe(true);
  });

  it('probes again on request, shows that it does, and what came of it', async () => {
    await show();
    button(page, 'Probe again').click();
    await settled(fixture);
    expect(button(page, 'Probe again').disabled).toBe(true);
    expect(byRole(page, 'progressbar')).toHaveLength(1);
    expect(textOf(page.querySelector('header [role=status]'))).toBe('probing for 0 s');
    http
      .expectOne({ method: 'POST', url: '/api/hardware/probe' })
      .flush(someHardware({ platformLabel: 'Strix Halo, bare metal' }));
    await settled(fixture);
    expect(textOf(page.querySelector('header'))).toContain('Strix Halo, bare metal');
    expect(byRole(page, 'progressbar')).toHaveLength(0);
  });

  it('tells why a probe failed, and keeps the report', async () => {
    await show();
    button(page, 'Probe again').click();
    const refusal = { error: { code: 'system.probe_failed', message: 'hardware.json could not be written.' } };
    http.expectOne('/api/hardware/probe').flush(refusal, { status: 500, statusText: 'Error' });
    await settled(fixture);
    expect(TestBed.inject(Toasts).shown()).toMatchObject([
      { text: 'The hardware was not probed.', problem: { code: 'system.probe_failed' } },
    ]);
    expect(facts()).toContain('AMD RYZEN');
  });

  it('follows a probe that was made elsewhere', async () => {
    await show();
    sources.current.tell('hardware.changed', {});
    await answer(someHardware({ platformLabel: 'Another box' }));
    expect(textOf(page.querySelector('header'))).toContain('Another box');
  });

  it('tells a failed load with its code, and loads again on request', async () => {
    http.expectOne('/api/hardware').flush({}, { status: 500, statusText: 'Error' });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('system.http_500');
    button(page, 'Load the hardware again').click();
    await show();
    expect(facts()).toContain('AMD RYZEN');
  });
});
