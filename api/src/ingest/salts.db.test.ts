import { describe, expect, it } from '@jest/globals';
import { DailySalts } from './derived-identity.js';
import { useTracking } from './testing/use-tracking.js';

const test = useTracking();
const DAY = '2026-05-05';

const pool = () => test.server.database.pool;
const countSalts = async () => (await pool().query('SELECT FROM visitor_salts')).rowCount;
const age = (hours: number) =>
  pool().query("UPDATE visitor_salts SET made_at = made_at - $1 * interval '1 hour'", [hours]);

describe('the salts of derived visitors', () => {
  it('are one a site and day, the same in every process, also of those that ask at the same moment', async () => {
    const processes = Array.from({ length: 8 }, () => new DailySalts(pool()));
    const salts = await Promise.all(processes.map((own) => own.of(1, DAY)));
    expect(new Set(salts.map((salt) => salt.toString('hex'))).size).toBe(1);
    const [first] = processes;
    const others = [await first!.of(1, '2026-05-06'), await first!.of(2, DAY)];
    expect(new Set([salts[0], ...others].map((salt) => salt!.toString('hex'))).size).toBe(3);
    expect(salts[0]).toHaveLength(32);
  });

  it('are gone after 48 hours, from the memory of a process too, and not before', async () => {
    await pool().query('DELETE FROM visitor_salts');
    const [one, other] = [new DailySalts(pool()), new DailySalts(pool())];
    const salt = await one.of(1, DAY);
    expect(await other.of(1, DAY)).toEqual(salt);
    await age(47);
    await one.forgetOld();
    expect(await one.of(1, DAY)).toEqual(salt);
    await age(1);
    await one.forgetOld();
    expect(await countSalts()).toBe(0);
    const next = await one.of(1, DAY);
    expect(next).not.toEqual(salt);
    // Until its own turn a process goes on with what it knew: minutes, and of a day that's over.
    await other.forgetOld();
    expect(await other.of(1, DAY)).toEqual(next);
  });

  it('hold while the clock of a process is set forward and back: the visitor of a day stays the same', async () => {
    const visit = async (at: Date) => {
      test.now = at;
      return (await test.storeOne({ consent: false }))['visitor_id'];
    };
    const noon = new Date();
    noon.setUTCHours(12);
    const dayAfter = new Date(noon.getTime() + 24 * 3_600_000);
    const today = await visit(noon);
    expect(await visit(dayAfter)).not.toBe(today);
    await test.server.ingest.salts.forgetOld();
    expect(await visit(noon)).toBe(today);
    const weekAhead = new Date(noon.getTime() + 7 * 24 * 3_600_000);
    await visit(weekAhead);
    await test.server.ingest.salts.forgetOld();
    expect(await visit(noon)).toBe(today);
  });
});
