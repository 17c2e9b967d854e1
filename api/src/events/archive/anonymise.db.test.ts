import { describe, expect, it } from '@jest/globals';
import type { DailyReport, PagesReport } from '@tidemark/contracts';
import { openDuckDb } from '../../testing/index.js';
import { keyOfId } from '../engine/event-row.js';
import type { NewPageView } from '../index.js';
import { at, useArchive } from './testing/use-archive.js';

const test = useArchive({ isServerShared: false });

/** The day of a month, so many months ago, UTC. */
function dayOf(monthsAgo: number, day: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, day)).toISOString().slice(0, 10);
}

const [OLDER, OLD, LATER, RECENT] = [dayOf(5, 10), dayOf(4, 10), dayOf(4, 20), dayOf(2, 10)];
/** The month of OLD has ended so long ago, those of RECENT haven't. */
const AFTER_DAYS = 85;

/** The same two visitors on four days of three months; all of it only in the archive. */
async function prepare(): Promise<void> {
  const views = [OLDER, OLD, LATER, RECENT].flatMap((day): Partial<NewPageView>[] => [
    { viewedAt: at(day), visitorId: 'anna', sessionId: `anna-${day}`, timeOnPage: 20 },
    { viewedAt: at(day, '12:10:00'), visitorId: 'anna', sessionId: `anna-${day}`, pageUrl: 'https://example.com/b' },
    { viewedAt: at(day, '13:00:00'), visitorId: 'ben', sessionId: `ben-${day}` },
  ]);
  await test.append(...views);
  await test.close();
  await test.server.events.applyRetention({ hotDays: 7, retentionDays: 730 });
  await test.server.events.summarize();
}

const anonymise = () => test.server.events.anonymise({ afterDays: AFTER_DAYS });

/** Which days' files know this visitor. */
async function findDays(visitorId: string): Promise<string[]> {
  const duck = await openDuckDb();
  try {
    const known = [];
    for (const { day, object_key } of await test.manifest()) {
      if (object_key === null) continue;
      const rows = await duck.all(
        `SELECT 1 FROM read_parquet('${test.fileOf(object_key)}') WHERE visitor_key = ${keyOfId(visitorId).toString()}`,
      );
      if (rows.length > 0) known.push(day);
    }
    return known;
  } finally {
    await duck.close();
  }
}

const readAll = async () => [
  await test.read<DailyReport>('daily', OLDER, RECENT),
  await test.read<PagesReport>('pages', OLD, LATER),
];

/** But for the distinct visitors of ranges over several months. */
function withoutTotals([daily, pages]: unknown[]): unknown[] {
  const { totals, ...rest } = daily as DailyReport;
  return [{ ...totals, unique_visitors: 0 }, rest, pages];
}

describe('anonymising', () => {
  it('leaves no way from a visitor to old months, and every figure but the distinct visitors over several months', async () => {
    await prepare();
    const before = await readAll();
    expect((before[0] as DailyReport).totals.unique_visitors).toBe(2);
    expect(await findDays('anna')).toEqual([OLDER, OLD, LATER, RECENT]);
    expect((await anonymise()).months).toEqual([
      { siteId: test.siteId, month: `${OLDER.slice(0, 7)}-01` },
      { siteId: test.siteId, month: `${OLD.slice(0, 7)}-01` },
    ]);
    expect([await findDays('anna'), await findDays('ben')]).toEqual([[RECENT], [RECENT]]);
    for (const isSummarized of [false, true]) {
      if (isSummarized) await test.server.events.summarize();
      const after = await readAll();
      expect(withoutTotals(after)).toEqual(withoutTotals(before));
      // Two in each of the three months.
      expect((after[0] as DailyReport).totals.unique_visitors).toBe(6);
    }
    expect((await test.read<DailyReport>('daily', OLD, LATER)).totals.unique_visitors).toBe(2);
    expect(await anonymise()).toEqual({ months: [], customEvents: 0 });
    expect(await test.server.events.eraseVisitor(test.siteId, 'anna')).toMatchObject({ days: [RECENT] });
  }, 60_000);

  it('waits for an erasure to be written, and takes a day again that was written anew', async () => {
    await prepare();
    await test.server.events.eraseVisitor(test.siteId, 'ben');
    expect((await anonymise()).months).toEqual([]);
    await test.close();
    expect((await anonymise()).months).toHaveLength(2);
    await test.server.database.pool.query('UPDATE archive_days SET is_anonymous = false WHERE day = $1', [OLD]);
    const keys = new Map((await test.manifest()).map(({ day, object_key }) => [day, object_key]));
    expect((await anonymise()).months).toHaveLength(1);
    const changed = (await test.manifest()).filter(({ day, object_key }) => keys.get(day) !== object_key);
    expect(changed.map(({ day }) => day)).toEqual([OLD, LATER]);
    expect((await test.read<DailyReport>('daily', OLD, LATER)).totals).toMatchObject({
      page_views: 4,
      unique_visitors: 1,
    });
  }, 60_000);

  it('takes the ids off custom events of the same months, and lets those of one visitor stay together', async () => {
    const customs = [OLD, LATER, RECENT].map((day, index) => ({
      siteId: test.siteId,
      eventId: `00000000-0000-4000-8000-00000000000${String(index)}`,
      name: 'bought',
      props: {},
      pageUrl: 'https://example.com/',
      visitorId: 'anna',
      sessionId: `anna-${day}`,
      happenedAt: at(day),
    }));
    await test.server.events.appendCustom(customs);
    expect((await anonymise()).customEvents).toBe(2);
    const { rows } = await test.server.database.pool.query<{ visitor_id: string; session_id: string }>(
      'SELECT visitor_id, session_id FROM custom_events ORDER BY timestamp',
    );
    expect(rows[0]?.visitor_id).toMatch(/^[0-9a-f]{32}$/);
    expect(rows[1]?.visitor_id).toBe(rows[0]?.visitor_id);
    expect(rows[1]?.session_id).not.toBe(rows[0]?.session_id);
    expect(rows[2]).toEqual({ visitor_id: 'anna', session_id: `anna-${RECENT}` });
  });
});
