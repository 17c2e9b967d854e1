import { describe, expect, it } from '@jest/globals';
import { type Bench, giveEachTestABench, setHidden, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

const readSeconds = (): (number | null | undefined)[] =>
  bench.collector.deliveries.flatMap(({ events }) => events.map((event) => event.time_on_page));

/** A page whose clock the test moves, its first view delivered. */
async function visitWithClock(path: string) {
  const page = await bench.context.newPage();
  await page.clock.install();
  await page.goto(bench.website.origin + path);
  await bench.until(() => bench.collector.deliveries.length === 1);
  return page;
}

describe('time on page', () => {
  it('is unknown in the first report, and sent again with the same view when the tab is hidden', async () => {
    const page = await visitWithClock('/read');
    await page.clock.runFor(25_000);
    await setHidden(page, true);
    await bench.until(() => bench.collector.deliveries.length === 2);
    const [first, second] = bench.collector.deliveries.map(({ events }) => events[0]);
    expect(first).not.toHaveProperty('time_on_page');
    expect(second).toEqual({ ...first, time_on_page: expect.any(Number) });
    expect(second?.time_on_page).toBeGreaterThanOrEqual(25);
    expect(second?.time_on_page).toBeLessThan(30);
  });

  it('does not grow while the tab is hidden, and sends nothing then', async () => {
    const page = await visitWithClock('/read');
    await page.clock.runFor(10_000);
    await setHidden(page, true);
    await bench.until(() => bench.collector.deliveries.length === 2);
    await page.clock.runFor(600_000);
    await settle(page);
    expect(bench.collector.deliveries).toHaveLength(2);
    await setHidden(page, false);
    await page.clock.runFor(5_000);
    await setHidden(page, true);
    await bench.until(() => bench.collector.deliveries.length === 3);
    const seconds = readSeconds().at(-1);
    expect(seconds).toBeGreaterThanOrEqual(15);
    expect(seconds).toBeLessThan(25);
  });

  it('does not grow while the window has no focus', async () => {
    const page = await visitWithClock('/read');
    await page.evaluate(() => {
      document.hasFocus = () => false;
      dispatchEvent(new Event('blur'));
    });
    await page.clock.runFor(120_000);
    await setHidden(page, true);
    await bench.until(() => bench.collector.deliveries.length === 2);
    expect(readSeconds().at(-1)).toBeLessThan(10);
  });

  it('is reported about every minute of a long read', async () => {
    const page = await visitWithClock('/long');
    await page.clock.runFor(61_000);
    await bench.until(() => bench.collector.deliveries.length === 2);
    await settle(page);
    await page.clock.runFor(61_000);
    await bench.until(() => bench.collector.deliveries.length === 3);
    await settle(page);
    expect(bench.collector.deliveries).toHaveLength(3);
    expect(bench.collector.readStored()).toHaveLength(1);
    expect(bench.collector.readStored()[0]?.time_on_page).toBeGreaterThanOrEqual(105);
  });

  it('leaves out the time that the machine slept', async () => {
    const page = await visitWithClock('/sleep');
    await page.clock.fastForward(3_600_000);
    await setHidden(page, true);
    await bench.until(() => bench.collector.deliveries.length === 2);
    expect(readSeconds().at(-1)).toBeLessThan(45);
  });

  it('is reported when the tab is closed', async () => {
    const page = await visitWithClock('/close');
    await page.clock.runFor(12_000);
    await page.close({ runBeforeUnload: true });
    await bench.until(() => bench.collector.deliveries.length === 2);
    expect(bench.collector.readStored()).toHaveLength(1);
    expect(bench.collector.readStored()[0]?.time_on_page).toBeGreaterThanOrEqual(12);
  });

  it('is reported when the visitor goes to another site', async () => {
    const page = await visitWithClock('/leave');
    await page.clock.runFor(12_000);
    await page.goto('about:blank');
    await bench.until(() => bench.collector.deliveries.length === 2);
    expect(bench.collector.readStored()[0]?.time_on_page).toBeGreaterThanOrEqual(12);
  });
});
