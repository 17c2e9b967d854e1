import { metricNames } from '@tidemark/contracts';
import { Gauge, type Registry } from 'prom-client';
import type { Stock } from './read-stock.js';

const JOB_STATES = ['waiting', 'running', 'failed'] as const;

/** Gauges of the whole installation. @returns what sets them; where nothing is known (null), they say so by NaN */
export function createStockGauges(registry: Registry): (stock: Stock | null) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const databaseUp = gauge('tidemark_database_up', '0 while the database does not answer; what it knows is then NaN');
  const rollupLag = gauge('tidemark_rollup_lag_seconds', 'How long the oldest event waits to be in the daily figures');
  const rollupWaiting = gauge('tidemark_rollup_waiting_changes', 'Changes that wait to be in the daily figures');
  const archiveDays = gauge('tidemark_archive_days', 'Days of sites that are archived');
  const archiveRows = gauge('tidemark_archive_rows', 'Page views in the archive');
  const archiveBytes = gauge('tidemark_archive_bytes', 'Size of the archive');
  const lostFiles = gauge('tidemark_archive_lost_files', 'Archive files that this process found missing or damaged');
  const forecastAge = new Gauge({
    name: 'tidemark_forecast_age_seconds',
    help: 'How long ago a metric was forecast last, for any site; absent: never',
    labelNames: ['metric'] as const,
    registers: [registry],
  });
  const jobs = new Gauge({
    name: 'tidemark_jobs',
    help: 'Jobs in the queue: to be run, running, or given up',
    labelNames: ['job', 'state'] as const,
    registers: [registry],
  });
  return (stock) => {
    databaseUp.set(stock ? 1 : 0);
    rollupLag.set(stock?.rollups.seconds ?? NaN);
    rollupWaiting.set(stock?.rollups.changes ?? NaN);
    archiveDays.set(stock?.archive.days ?? NaN);
    archiveRows.set(stock?.archive.rows ?? NaN);
    archiveBytes.set(stock?.archive.sizeBytes ?? NaN);
    lostFiles.set(stock?.archive.lostFiles ?? NaN);
    forecastAge.reset();
    jobs.reset();
    if (!stock) {
      for (const metric of metricNames) forecastAge.set({ metric }, NaN);
      return;
    }
    for (const { metric, seconds } of stock.forecasts) forecastAge.set({ metric }, seconds);
    for (const job of stock.jobs) for (const state of JOB_STATES) jobs.set({ job: job.name, state }, job[state]);
  };
}
