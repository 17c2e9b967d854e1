import { describe, expect, it } from '@jest/globals';
import { type Bench, giveEachTestABench, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

const listKept = async (page: { evaluate<T>(work: () => T): Promise<T> }): Promise<string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('tm_q')));

describe('the queue', () => {
  it.each([503, 429])('waits as long as a %i asks, then delivers', async (status) => {
    let refusals = 1;
    bench.collector.answer = () => (refusals-- > 0 ? { status, headers: { 'Retry-After': '2' } } : { status: 201 });
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.deliveries.length === 1);
    await page.evaluate(() => {
      history.pushState(null, '', '/b');
    });
    const other = await bench.visit('/c');
    await bench.until(() => bench.collector.readStored().length === 3);
    const [first, second] = bench.collector.deliveries;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(2_000);
    await settle(other, 2_000);
    expect(await listKept(page)).toEqual([]);
  });

  it('tries again after a 500, with growing pauses', async () => {
    let failures = 2;
    bench.collector.answer = () => (failures-- > 0 ? { status: 500 } : { status: 201 });
    await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    const [first, second, third] = bench.collector.deliveries.map(({ atMs }) => atMs) as [number, number, number];
    expect(second - first).toBeGreaterThanOrEqual(950);
    expect(third - second).toBeGreaterThanOrEqual(1_950);
  });

  it('delivers what happened offline once the network is back', async () => {
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    await bench.context.setOffline(true);
    for (const path of ['/b', '/c', '/d'])
      await page.evaluate((to) => {
        history.pushState(null, '', to);
      }, path);
    await settle(page, 1_500);
    expect(bench.collector.readStored()).toHaveLength(1);
    await bench.context.setOffline(false);
    await bench.until(() => bench.collector.readStored().length === 4);
    await bench.until(() => bench.collector.deliveries.length > 1);
    expect(bench.collector.readStored().map(({ page_url: url }) => url.slice(-2))).toEqual(['/a', '/b', '/c', '/d']);
    await settle(page, 1_500);
    expect(await listKept(page)).toEqual([]);
  });

  it('delivers with the next visit what a closed tab left behind', async () => {
    bench.collector.answer = () => 'down';
    const page = await bench.visit('/lost');
    await page.waitForTimeout(1_200);
    await page.close({ runBeforeUnload: true });
    await bench.until(() => bench.collector.deliveries.length > 1);
    expect(bench.collector.readStored()).toEqual([]);
    bench.collector.answer = () => ({ status: 201 });
    const next = await bench.visit('/next');
    await bench.until(() => bench.collector.readStored().length === 2);
    const [lost, found] = bench.collector.readStored();
    expect(lost).toMatchObject({ page_url: `${bench.website.origin}/lost`, visitor_id: found?.visitor_id });
    expect(lost?.time_on_page).toBeGreaterThanOrEqual(1);
    await settle(next, 1_500);
    expect(await listKept(next)).toEqual([]);
  });

  it('delivers every view of several tabs at once, while the collector comes and goes', async () => {
    await bench.visit('/');
    await bench.until(() => bench.collector.readStored().length === 1);
    let requests = 0;
    bench.collector.answer = () => (requests++ % 2 === 0 ? 'down' : { status: 201 });
    const pages = await Promise.all(['/a', '/b', '/c'].map((path) => bench.visit(path)));
    await Promise.all(
      pages.map((page) =>
        page.evaluate(() => {
          history.pushState(null, '', `${location.pathname}/2`);
        }),
      ),
    );
    await bench.until(() => bench.collector.readStored().length === 7);
    const stored = bench.collector.readStored();
    expect(new Set(stored.map(({ visitor_id: id }) => id)).size).toBe(1);
    expect(stored.map(({ page_url: url }) => new URL(url).pathname).sort()).toEqual([
      '/',
      '/a',
      '/a/2',
      '/b',
      '/b/2',
      '/c',
      '/c/2',
    ]);
  });

  it('finds the one bad event of an array, drops it and delivers the rest', async () => {
    bench.collector.answer = () => 'down';
    const page = await bench.visit('/a');
    await page.evaluate(() => {
      window.tidemark?.('bad');
      for (const path of ['/b', '/c', '/d']) history.pushState(null, '', path);
    });
    await settle(page);
    await page.close();
    bench.collector.answer = (events) => ({ status: events.some(({ name }) => name === 'bad') ? 400 : 201 });
    const next = await bench.visit('/e');
    await bench.until(() => bench.collector.readStored().length === 5);
    await settle(next, 2_500);
    expect(await listKept(next)).toEqual([]);
  });

  it('sends what is refused once more without its instant, as the clock may be wrong', async () => {
    bench.collector.answer = (events) => ({ status: events.some(({ timestamp }) => timestamp) ? 400 : 201 });
    const page = await bench.visit('/a');
    await page.evaluate(() => {
      history.pushState(null, '', '/b');
    });
    await bench.until(() => bench.collector.readStored().length === 2);
    const stored = bench.collector.readStored();
    expect(stored.map(({ page_url: url }) => url.slice(-2)).sort()).toEqual(['/a', '/b']);
    const sent = bench.collector.deliveries.flatMap(({ events }) => events);
    for (const event of stored) {
      const { timestamp, ...rest } = sent.find(({ event_id: id }) => id === event.event_id) ?? {};
      expect(timestamp).toEqual(expect.any(String));
      expect(event).toMatchObject(rest);
    }
    await settle(page, 2_500);
    expect(await listKept(page)).toEqual([]);
  });

  it('drops what is refused without its instant, too', async () => {
    bench.collector.answer = () => ({ status: 400 });
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.deliveries.length === 2);
    await settle(page, 1_500);
    expect(bench.collector.deliveries.flatMap(({ events }) => events.map(({ timestamp }) => typeof timestamp))).toEqual(
      ['string', 'undefined'],
    );
    expect(await listKept(page)).toEqual([]);
  });

  it.each([202, 403, 413])('does not repeat what was answered %i', async (status) => {
    bench.collector.answer = () => ({ status });
    const page = await bench.visit('/a');
    await settle(page, 1_500);
    expect(bench.collector.deliveries).toHaveLength(1);
    expect(await listKept(page)).toEqual([]);
  });

  it('keeps the newest 100 events and drops those the server would refuse as too old', async () => {
    bench.collector.answer = () => ({ status: 503 });
    const page = await bench.visit('/a');
    await page.evaluate(() => {
      const old = new Date(Date.now() - 73 * 3_600_000).toISOString();
      localStorage.setItem(`tm_q${old}x`, '{"old":true}');
      // Each in a millisecond of its own: what is older is told by the time alone.
      for (let index = 0; index < 130; index += 1) {
        for (const now = Date.now(); Date.now() === now;);
        history.pushState(null, '', `/p${String(index)}`);
      }
    });
    await page.close();
    await bench.until(() => bench.collector.deliveries.some(({ events }) => events.length === 100));
    bench.collector.answer = () => ({ status: 201 });
    const next = await bench.visit('/z');
    await bench.until(() => bench.collector.readStored().length >= 100);
    await settle(next, 2_500);
    const paths = bench.collector.readStored().map(({ page_url: url }) => new URL(url).pathname);
    expect(paths).toHaveLength(100);
    expect(paths).toEqual(expect.arrayContaining(['/p129', '/z', '/p31']));
    expect(paths).not.toContain('/p30');
    expect(Math.max(...bench.collector.deliveries.map(({ events }) => events.length))).toBeLessThanOrEqual(100);
  });
});
