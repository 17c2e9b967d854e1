import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { addDays } from '../../../domain/period.js';
import { buildPageView, startTestServer, type TestServer } from '../../../testing/index.js';
import type { NewPageView } from '../../index.js';

const TODAY = new Date().toISOString().slice(0, 10);

export const daysAgo = (days: number) => addDays(TODAY, -days);
export const at = (day: string, time = '12:00:00') => new Date(`${day}T${time}Z`);

interface ManifestRow {
  day: string;
  object_key: string | null;
  rows: number;
  is_hot: boolean;
}

/** A server and a site for tests of the archive. */
export interface ArchiveTest {
  server: TestServer;
  siteId: number;
  append(...views: Partial<NewPageView>[]): Promise<void>;
  /** A report counted from events: a filter that lets all through keeps it from stored figures. */
  read<Report>(report: string, from: string, to?: string): Promise<Report>;
  /** Closes the site's days. @returns which were written */
  close(): Promise<{ day: string; rows: number }[]>;
  /** The site's. */
  manifest(): Promise<ManifestRow[]>;
  fileOf(key: string | null | undefined): string;
}

/** One site a test, on one server for the file or, where partitions matter, one a test. */
export function useArchive({ isServerShared }: { isServerShared: boolean }): ArchiveTest {
  let sitesMade = 0;
  let domain = '';
  const test: ArchiveTest = {
    server: undefined as unknown as TestServer,
    siteId: 0,
    append: async (...views) => {
      await test.server.events.append(views.map((view) => buildPageView({ siteId: test.siteId, ...view })));
      await test.server.settle();
    },
    read: async <Report>(report: string, from: string, to = from) => {
      const response = await fetch(
        `${test.server.url}/api/metrics/${report}?site=${domain}&start_date=${from}&end_date=${to}&limit=1000&os=!x`,
      );
      expect(response.status).toBe(200);
      return (await response.json()) as Report;
    },
    close: async () => {
      const { written, failed } = await test.server.events.closeDays({ siteId: test.siteId, isEveryDirtyDue: true });
      expect(failed).toEqual([]);
      return written.map(({ day, rows }) => ({ day, rows }));
    },
    manifest: async () => {
      const { rows } = await test.server.database.pool.query<ManifestRow>(
        'SELECT day::text, object_key, rows, is_hot FROM archive_days WHERE site_id = $1 ORDER BY day',
        [test.siteId],
      );
      return rows;
    },
    fileOf: (key) => path.join(test.server.dataDir, 'archive', key ?? ''),
  };
  const start = async () => {
    test.server = await startTestServer();
  };
  if (isServerShared) beforeAll(start);
  else beforeEach(start);
  beforeEach(async () => {
    domain = `site-${++sitesMade}.example`;
    ({ id: test.siteId } = await test.server.sites.save({ domain, name: domain }));
  });
  (isServerShared ? afterAll : afterEach)(() => test.server.stop());
  return test;
}
