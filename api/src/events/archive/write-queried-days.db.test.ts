import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DailyReport } from '@tidemark/contracts';
import { addDays } from '../../domain/period.js';
import { buildPageView, startTestServer, type TestServer } from '../../testing/index.js';
import { eventColumns } from '../engine/event-row.js';

let server: TestServer;
let siteId: number;
beforeEach(async () => {
  server = await startTestServer();
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'example.com' }));
});
afterEach(() => server.stop());

const TODAY = new Date().toISOString().slice(0, 10);
const daysAgo = (days: number) => addDays(TODAY, -days);

/** A query of sessions of one view each. */
function selectBounces(day: string, count: number): string {
  const known: Record<string, string> = {
    visitor_key: 'i',
    session_key: 'i',
    viewed_at: `${Date.parse(day)} + i`,
    page: "'example.com/'",
    source: "'Direct'",
    channel: "'Direct'",
    is_entry: 'true',
    is_bounce: 'true',
    is_page_visit: 'true',
    session_duration_ms: '0',
  };
  const columns = eventColumns.map(([name, type]) => `(${known[name] ?? 'NULL'})::${type} AS ${name}`);
  return `SELECT ${columns.join(', ')} FROM range(${count}) r(i) ORDER BY i`;
}

async function write(...days: { day: string; query: string }[]) {
  const entered: { day: string; rows: number }[] = [];
  const onEntered = ({ day, rows }: { day: string; rows: number }) => entered.push({ day, rows });
  await server.events.writeArchive({ siteId, onEntered }, async (writer) => {
    for (const { day, query } of days) await writer.writeDay(day, query);
  });
  return entered;
}

const bounces = (day: string, count: number) => ({ day, query: selectBounces(day, count) });

async function read(from: string, to: string): Promise<DailyReport['totals']> {
  const response = await fetch(`${server.url}/api/metrics/daily?start_date=${from}&end_date=${to}&os=!x`);
  expect(response.status).toBe(200);
  return ((await response.json()) as DailyReport).totals;
}

async function listFiles(): Promise<string[]> {
  const found = await readdir(path.join(server.dataDir, 'archive'), { recursive: true });
  return found.filter((name) => name.endsWith('.parquet')).sort();
}

describe('days written by a query', () => {
  it('are answered from, and are no work for the close of day', async () => {
    expect(await write(bounces(daysAgo(3), 5), bounces(daysAgo(2), 7), bounces(daysAgo(1), 0))).toEqual([
      { day: daysAgo(3), rows: 5 },
      { day: daysAgo(2), rows: 7 },
      { day: daysAgo(1), rows: 0 },
    ]);
    expect(await read(daysAgo(3), TODAY)).toMatchObject({ page_views: 12, sessions: 12, bounce_rate: 1 });
    expect(await server.events.closeDays({ isEveryDirtyDue: true })).toEqual({ written: [], failed: [] });
    expect(await listFiles()).toHaveLength(2);
  });

  it('are refused while the day runs, where it is archived, and where it has page views', async () => {
    await write(bounces(daysAgo(3), 1));
    await server.events.append([buildPageView({ siteId, viewedAt: new Date(`${daysAgo(2)}T12:00:00Z`) })]);
    for (const [day, reason] of [
      [TODAY, 'the day is not over'],
      [daysAgo(3), 'the day is in the archive already'],
      [daysAgo(2), 'the day has page views in PostgreSQL'],
    ] as const)
      await expect(write(bounces(day, 1))).rejects.toThrow(`site ${siteId}, ${day}: ${reason}`);
    expect(await listFiles()).toHaveLength(1);
  });

  it('are refused where their rows are of another day or shape', async () => {
    const day = daysAgo(2);
    await expect(write({ day, query: selectBounces(daysAgo(3), 4) })).rejects.toThrow(
      '4 of the rows are of other days',
    );
    await expect(write({ day, query: 'SELECT 1 AS x' })).rejects.toThrow('the rows have the columns x INTEGER');
    expect(await listFiles()).toEqual([]);
  });

  it('are all entered or refused once when two write the same ones', async () => {
    const [first, second] = await Promise.allSettled([write(bounces(daysAgo(2), 3)), write(bounces(daysAgo(2), 3))]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await read(daysAgo(2), daysAgo(2))).toMatchObject({ page_views: 3 });
  });
});
