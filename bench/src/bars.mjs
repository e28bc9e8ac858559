import { figure } from './tables.mjs';

const PACED_CONCURRENCY = 64;
const ADDED_TRANSIT_US = 50;
const MEMORY_MB = 180;
const START_MS = 1500;

/** Share of nginx's work per core that a mode must reach, and the share it aims at. */
const CAPACITY = [
  { mode: 'plain', name: 'small request, per core against nginx', bar: 0.2, aim: 0.28 },
  { mode: 'long', name: '32 KiB request, per core against nginx', bar: 0.15, aim: 0.22 },
  { mode: 'burst', name: 'burst stream, per chunk and core against nginx', bar: 0.4, aim: 0.6 },
];

/**
 * What hal0 must reach (ARCHITECTURE.md, section 6), judged on one run.
 * @param {Map<string, Map<string, object>>} summaries by contender and cell
 * @returns {{name: string, bar: string, measured: string, verdict: 'met' | 'met, aim reached' | 'not met' | 'not measured'}[]}
 */
export function judge({ contender, summaries, cells }) {
  const own = summaries.get(contender.name);
  const nginx = summaries.get('nginx');
  const direct = summaries.get('direct');
  const several = cells.filter(({ concurrency }) => concurrency > 1);
  const judged = several.length > 0 ? several : cells;
  const paced = judged.find(({ mode, concurrency }) => mode === 'paced' && concurrency === PACED_CONCURRENCY);
  const at = (summary, metric) => (paced ? summary.get(paced.key)[metric] : Number.NaN);

  const capacity = CAPACITY.map(({ mode, name, bar, aim }) => {
    const ratios = judged
      .filter((cell) => cell.mode === mode)
      .map(({ key }) => nginx.get(key).cpuPerUnit / own.get(key).cpuPerUnit);
    const worst = ratios.length > 0 ? Math.min(...ratios) : Number.NaN;
    const text = `≥ ${figure(bar, 2)}, aim ${figure(aim, 2)}`;
    return { name, bar: text, value: worst, measured: figure(worst, 3), met: worst >= bar, aimReached: worst >= aim };
  });

  const added = at(own, 'transitP50') - at(direct, 'transitP50');
  const pacedBar = (name, bar, value, limit, measured) => ({
    name: `paced stream, ${PACED_CONCURRENCY} at once: ${name}`,
    bar,
    value: value - limit, // NaN when either was not measured
    measured,
    met: value <= limit,
  });
  const againstNginx = (name, bar, metric, factor) => {
    const [value, reference] = [at(own, metric), at(nginx, metric)];
    return pacedBar(name, bar, value, factor * reference, `${figure(value)} against ${figure(reference)} µs`);
  };
  const faults = cells.reduce((sum, { key }) => sum + own.get(key).faults, 0);
  const start = Math.max(...contender.startMs);
  const memory = contender.memory.after;
  return [
    ...capacity,
    pacedBar('transit p50 above direct', `≤ ${ADDED_TRANSIT_US} µs`, added, ADDED_TRANSIT_US, `${figure(added)} µs`),
    againstNginx('transit p99', "≤ nginx's", 'transitP99', 1),
    againstNginx('first chunk p50', "≤ 2 × nginx's", 'firstChunkP50', 2),
    { name: 'errors and lost events', bar: 'none', value: faults, measured: figure(faults), met: faults === 0 },
    {
      name: 'memory after load',
      bar: `< ${MEMORY_MB} MB`,
      value: memory,
      measured: `${figure(memory)} MB`,
      met: memory < MEMORY_MB,
    },
    {
      name: 'start to listening, the slower of two',
      bar: `< ${START_MS} ms`,
      value: start,
      measured: `${figure(start)} ms`,
      met: start < START_MS,
    },
  ].map(({ name, bar, value, measured, met, aimReached }) => ({
    name,
    bar,
    measured: Number.isFinite(value) ? measured : '-',
    verdict: !Number.isFinite(value) ? 'not measured' : !met ? 'not met' : aimReached ? 'met, aim reached' : 'met',
  }));
}
