import type { AnalyticsOptions } from '../events/index.js';

/** The read engine as tests have it. */
export function testAnalytics(dataDir: string): AnalyticsOptions {
  return {
    dataDir,
    archiveUrl: undefined,
    archiveCacheMb: 100,
    memoryMb: 500,
    threads: 2,
    timeLimitMs: 60_000,
    exactRows: 4_000_000,
    sampledVisitors: 65_536,
  };
}
