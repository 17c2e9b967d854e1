import { describe, expect, it } from '@jest/globals';
import { type Bench, giveEachTestABench, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

const stub =
  '<script>window.tidemark = window.tidemark || function () { (tidemark.q = tidemark.q || []).push(arguments) }</script>';

describe('custom events', () => {
  it('go to the same place with a name, props and an event_id of their own', async () => {
    const page = await bench.visit('/a');
    await page.evaluate(() => window.tidemark?.('signup', { plan: 'pro', seats: 3, trial: true }));
    await bench.until(() => bench.collector.readStored().length === 2);
    const [view, event] = bench.collector.readStored();
    expect(event).toEqual({
      ...view,
      event_id: expect.any(String),
      timestamp: expect.any(String),
      name: 'signup',
      props: { plan: 'pro', seats: 3, trial: true },
    });
    expect(event?.event_id).not.toBe(view?.event_id);
    expect(event).not.toHaveProperty('time_on_page');
  });

  it('are kept when they happen before the script is there', async () => {
    bench.install('', `${stub}<script>tidemark('early', { step: 1 }); tidemark('second')</script>`);
    await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 3);
    const names = bench.collector.readStored().map(({ name }) => name ?? 'view');
    expect(names.sort()).toEqual(['early', 'second', 'view']);
  });

  it('carry text that the server takes, whatever the page hands over', async () => {
    const page = await bench.visit('/a');
    await page.evaluate(() => window.tidemark?.('n'.repeat(200), { text: 'a\u0000b\ud800c \\u0000 \ud83d\ude00' }));
    await bench.until(() => bench.collector.readStored().length === 2);
    const event = bench.collector.readStored()[1];
    expect(event?.name).toHaveLength(100);
    expect(event?.props).toEqual({ text: 'a\ufffdb\ufffdc \\u0000 \ud83d\ude00' });
  });

  it('never throw into the page, not even with what cannot be sent', async () => {
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    await page.evaluate(() => {
      const circle: Record<string, unknown> = {};
      circle.self = circle;
      window.tidemark?.('circle', circle);
      window.tidemark?.('big', { value: BigInt(1) });
      window.tidemark?.('fine');
    });
    await bench.until(() => bench.collector.readStored().length === 2);
    await settle(page);
    expect(bench.collector.readStored()[1]?.name).toBe('fine');
  });
});
