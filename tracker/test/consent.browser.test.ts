import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Bench, giveEachTestABench, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
  }, path);
const decide = (page: Page, isGranted: boolean): Promise<void> =>
  page.evaluate((granted) => window.tidemark?.('consent', granted), isGranted);
const listKept = (page: Page): Promise<string[]> => page.evaluate(() => Object.keys(localStorage).sort());
const stored = () => bench.collector.readStored();
const untilStored = (count: number): Promise<void> => bench.until(() => stored().length === count);
const paths = (): string[] => stored().map(({ page_url: url }) => new URL(url).pathname);

/** A page whose first view is delivered. */
async function visit(path: string, attributes: string): Promise<Page> {
  bench.install(attributes);
  const page = await bench.visit(path);
  await untilStored(1);
  return page;
}

describe('cookieless mode', () => {
  it('does not even look at the device, and takes no decision', async () => {
    bench.install(
      '',
      `<script>
        window.looks = 0;
        const storage = localStorage;
        Object.defineProperty(window, 'localStorage', { get() { window.looks += 1; return storage; } });
      </script>`,
    );
    const page = await bench.visit('/a');
    await decide(page, true);
    await goTo(page, '/b');
    await untilStored(2);
    await decide(page, false);
    await goTo(page, '/c');
    await untilStored(3);
    expect(stored().every((event) => event.consent === false && event.visitor_id === undefined)).toBe(true);
    expect(await page.evaluate(() => (window as unknown as { looks: number }).looks)).toBe(0);
  });

  it('sends what waits by beacon as the page goes, since nothing of it is kept', async () => {
    let isRefusing = true;
    bench.collector.answer = () => (isRefusing ? { status: 503, headers: { 'Retry-After': '600' } } : { status: 201 });
    bench.install('');
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.deliveries.length === 1);
    await page.evaluate(() => window.tidemark?.('signup'));
    await settle(page);
    isRefusing = false;
    await page.close({ runBeforeUnload: true });
    await untilStored(2);
    expect(stored().map(({ name }) => name ?? 'view')).toEqual(['view', 'signup']);
  });
});

describe('consent mode', () => {
  it('recognises the visitor from a yes on, on later pages too, and never before', async () => {
    const page = await visit('/a', 'data-mode="consent"');
    await decide(page, true);
    await goTo(page, '/b');
    await untilStored(2);
    await page.goto(`${bench.website.origin}/c`);
    await untilStored(3);
    const [before, first, second] = stored();
    expect(before).toMatchObject({ consent: false });
    expect(before).not.toHaveProperty('visitor_id');
    expect(first?.visitor_id).toBeDefined();
    expect(first).not.toHaveProperty('consent');
    expect(second).toMatchObject({ visitor_id: first?.visitor_id, session_id: first?.session_id });
    await settle(page, 1_500);
    expect(await listKept(page)).toEqual(['tm_c', 'tm_s', 'tm_t', 'tm_v']);
  });

  it('keeps what waits when a yes comes', async () => {
    bench.collector.answer = () => 'down';
    bench.install('data-mode="consent"');
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.deliveries.length === 1);
    await decide(page, true);
    await page.close();
    bench.collector.answer = () => ({ status: 201 });
    await bench.visit('/b');
    await untilStored(2);
    expect(paths()).toEqual(['/a', '/b']);
  });

  it('sends nothing after a no, keeps nothing but the no, and remembers it', async () => {
    const page = await visit('/a', 'data-mode="consent"');
    await decide(page, false);
    const { length } = bench.collector.deliveries;
    await goTo(page, '/b');
    await page.evaluate(() => window.tidemark?.('signup'));
    await settle(page, 1_200);
    await page.goto(`${bench.website.origin}/c`);
    await settle(page);
    const other = await bench.visit('/d');
    await settle(other, 1_200);
    await other.close({ runBeforeUnload: true });
    await settle(page);
    expect(bench.collector.deliveries).toHaveLength(length);
    expect(await listKept(page)).toEqual(['tm_c']);
  });

  it('counts without recognising after a no where the site allows that', async () => {
    const page = await visit('/a', 'data-mode="consent" data-refused="cookieless"');
    await decide(page, false);
    await goTo(page, '/b');
    await page.evaluate(() => window.tidemark?.('signup'));
    await untilStored(3);
    await page.goto(`${bench.website.origin}/c`);
    await untilStored(4);
    for (const event of stored().slice(1)) {
      expect(event).toMatchObject({ consent: false, refused: true });
      expect(event).not.toHaveProperty('visitor_id');
      expect(event).not.toHaveProperty('session_id');
    }
    expect(await listKept(page)).toEqual(['tm_c']);
  });

  it('removes what was kept when a no follows a yes, and tells no more of the view that was open', async () => {
    const page = await visit('/a', 'data-mode="consent" data-refused="cookieless"');
    await decide(page, true);
    await goTo(page, '/b');
    await untilStored(2);
    bench.collector.answer = () => 'down';
    await page.evaluate(() => window.tidemark?.('lost'));
    await bench.until(() => bench.collector.deliveries.at(-1)?.answer === 'down');
    await decide(page, false);
    bench.collector.answer = () => ({ status: 201 });
    const { length } = bench.collector.deliveries;
    await settle(page, 2_500);
    expect(await listKept(page)).toEqual(['tm_c']);
    await page.close({ runBeforeUnload: true });
    await bench.visit('/c');
    await untilStored(3);
    for (const { events } of bench.collector.deliveries.slice(length))
      for (const event of events) expect(event).toMatchObject({ consent: false, refused: true });
    expect(paths()).toEqual(['/a', '/b', '/c']);
  });

  it('counts the page and a new visitor when a yes follows a no', async () => {
    const page = await visit('/a', 'data-mode="consent"');
    await decide(page, true);
    await goTo(page, '/b');
    await untilStored(2);
    await decide(page, false);
    await page.goto(`${bench.website.origin}/c`);
    await settle(page);
    await decide(page, true);
    await untilStored(3);
    const [, first, second] = stored();
    expect(paths()).toEqual(['/a', '/b', '/c']);
    expect(second?.visitor_id).toBeDefined();
    expect(second?.visitor_id).not.toBe(first?.visitor_id);
  });

  it('heeds what another tab was told', async () => {
    const page = await visit('/a', 'data-mode="consent"');
    const other = await bench.visit('/b');
    await untilStored(2);
    await decide(other, true);
    await settle(page);
    await goTo(page, '/a/2');
    await untilStored(3);
    expect(stored()[2]?.visitor_id).toBeDefined();
    await decide(other, false);
    await settle(page);
    const { length } = bench.collector.deliveries;
    await goTo(page, '/a/3');
    await settle(page, 1_200);
    await page.close({ runBeforeUnload: true });
    await settle(other);
    expect(bench.collector.deliveries).toHaveLength(length);
    expect(await listKept(other)).toEqual(['tm_c']);
  });

  it('forgets what an earlier mode kept without being asked', async () => {
    const page = await visit('/a', 'data-mode="always"');
    expect(await listKept(page)).toContain('tm_v');
    bench.install('data-mode="consent"');
    await page.goto(`${bench.website.origin}/b`);
    await untilStored(2);
    expect(await listKept(page)).toEqual([]);
    expect(stored()[1]).toMatchObject({ consent: false });
  });

  it('holds to a no on the page where the browser keeps nothing', async () => {
    bench.install(
      'data-mode="consent"',
      '<script>Object.defineProperty(window, "localStorage", { get() { throw new Error("denied") } })</script>',
    );
    const page = await bench.visit('/a');
    await untilStored(1);
    await decide(page, false);
    const { length } = bench.collector.deliveries;
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await goTo(page, '/b');
    await settle(page, 1_200);
    expect(bench.collector.deliveries).toHaveLength(length);
  });

  it('takes a decision that came before the script', async () => {
    bench.install(
      'data-mode="consent"',
      `<script>window.tidemark = function () { (tidemark.q = tidemark.q || []).push(arguments) }; tidemark('consent', true)</script>`,
    );
    const page = await bench.visit('/a');
    await untilStored(1);
    await goTo(page, '/b');
    await untilStored(2);
    expect(stored()[1]?.visitor_id).toBeDefined();
  });

  it('is heard where the tag is there twice', async () => {
    bench.install(
      'data-mode="consent"',
      `<script defer data-mode="consent" src="${bench.collector.origin}/tracker.js"></script>`,
    );
    const page = await bench.visit('/a');
    await untilStored(1);
    await decide(page, false);
    const { length } = bench.collector.deliveries;
    await goTo(page, '/b');
    await settle(page, 1_200);
    expect(bench.collector.deliveries).toHaveLength(length);
  });
});

describe('mode always', () => {
  it('ends with a no, which is remembered, and begins again with a yes', async () => {
    const page = await visit('/a', 'data-mode="always"');
    await decide(page, false);
    const { length } = bench.collector.deliveries;
    await page.goto(`${bench.website.origin}/b`);
    await settle(page, 1_200);
    expect(bench.collector.deliveries).toHaveLength(length);
    expect(await listKept(page)).toEqual(['tm_c']);
    await decide(page, true);
    await untilStored(2);
    expect(paths()).toEqual(['/a', '/b']);
    expect(stored()[1]?.visitor_id).not.toBe(stored()[0]?.visitor_id);
  });
});
