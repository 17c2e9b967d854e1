import { ignoreReasons, refuseReasons } from '@tidemark/contracts';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Ingest } from '../../ingest/index.js';
import type { OnJobOutcome } from '../../jobs/index.js';
import { VERSION } from '../version.js';
import { readStock, type StockDeps } from './read-stock.js';
import { createRequestCounts, type CountRequest } from './request-counts.js';
import { createStockGauges } from './stock-gauges.js';

/** What this process counts of itself, and what Prometheus reads of it. */
export interface Telemetry {
  countRequest: CountRequest;
  countJob: OnJobOutcome;
  /** All of it, in Prometheus's text format. */
  render(): Promise<string>;
  contentType: string;
}

interface TelemetryDeps extends StockDeps {
  ingest: Pick<Ingest, 'counted' | 'uncounted' | 'writer'>;
}

/** Memory, CPU, event loop: one process has them once, however many servers run in it. */
let ofProcess: Registry | undefined;

export function createTelemetry({ ingest, ...stockDeps }: TelemetryDeps): Telemetry {
  const registry = new Registry();
  const registers = [registry];
  const countRequest = createRequestCounts(registry);
  countIngest(registry, ingest);
  const jobRuns = new Counter({
    name: 'tidemark_job_runs_total',
    help: 'Runs of jobs in this process, by how they ended',
    labelNames: ['job', 'outcome'] as const,
    registers,
  });
  new Gauge({
    name: 'tidemark_build_info',
    help: 'Always 1; its label is the version',
    labelNames: ['version'] as const,
    registers,
  }).set({ version: VERSION }, 1);
  const setStock = createStockGauges(registry);
  return {
    countRequest,
    countJob: (job, outcome) => {
      jobRuns.inc({ job, outcome: outcome.replaceAll(' ', '_') });
    },
    render: async () => {
      setStock(await readStock(stockDeps));
      ofProcess ??= openProcessRegistry();
      return `${await ofProcess.metrics()}\n${await registry.metrics()}`;
    },
    contentType: registry.contentType,
  };
}

function openProcessRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Ingest counts for itself, on its hot path; here its counts are read. */
function countIngest(registry: Registry, { counted, uncounted, writer }: TelemetryDeps['ingest']): void {
  const registers = [registry];
  const follow = (name: string, help: string, read: () => number) => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  follow('tidemark_events_accepted_total', 'Events that were written', () => counted.accepted);
  follow('tidemark_events_duplicate_total', 'Events that had been written before', () => counted.duplicates);
  const followReasons = (name: string, help: string, reasons: typeof ignoreReasons | typeof refuseReasons) => {
    new Counter({
      name,
      help,
      labelNames: ['reason'] as const,
      registers,
      collect() {
        this.reset();
        for (const reason of reasons) this.inc({ reason }, uncounted.totals.get(reason) ?? 0);
      },
    });
  };
  followReasons('tidemark_events_ignored_total', 'Events that were left out, and why', ignoreReasons);
  followReasons(
    'tidemark_event_requests_refused_total',
    'Requests with events that were refused, and why',
    refuseReasons,
  );
  new Gauge({
    name: 'tidemark_events_queued',
    help: 'Events that wait to be written, or are being written',
    registers,
    collect() {
      this.set(writer.state.pending);
    },
  });
  new Gauge({
    name: 'tidemark_events_writer_up',
    help: '0 while events can not be written',
    registers,
    collect() {
      this.set(writer.state.isHealthy ? 1 : 0);
    },
  });
}
