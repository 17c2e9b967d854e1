import { describe, expect, it } from '@jest/globals';
import { type Bench, giveEachTestABench, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

const objections = {
  doNotTrack: "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })",
  globalPrivacyControl: "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })",
};

describe('privacy', () => {
  it.each(Object.keys(objections) as (keyof typeof objections)[])(
    'sends and stores nothing under %s',
    async (signal) => {
      await bench.context.addInitScript(objections[signal]);
      const page = await bench.visit('/a');
      await page.evaluate(() => {
        window.tidemark?.('signup');
        history.pushState(null, '', '/b');
      });
      await settle(page, 1_000);
      await page.close({ runBeforeUnload: true });
      const other = await bench.visit('/c');
      await settle(other);
      expect(bench.collector.deliveries).toEqual([]);
      expect(await other.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)).toBe(0);
    },
  );

  it('counts all the same where the site ignores it', async () => {
    bench.install('data-dnt="ignore"');
    await bench.context.addInitScript(objections.doNotTrack);
    await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
  });

  it.each([
    ['by default', ''],
    ['in cookieless mode', 'data-mode="cookieless"'],
    ['in consent mode before any decision', 'data-mode="consent"'],
    ['in a mode there is none of', 'data-mode="aways"'],
  ])('sends no identity and stores nothing %s', async (_when, attributes) => {
    bench.install(attributes);
    const page = await bench.visit('/a');
    await page.evaluate(() => {
      window.tidemark?.('signup');
      history.pushState(null, '', '/b');
    });
    await bench.until(() => bench.collector.readStored().length === 3);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)).toBe(0);
    for (const { events } of bench.collector.deliveries) {
      for (const event of events) {
        expect(event.consent).toBe(false);
        expect(event).not.toHaveProperty('visitor_id');
        expect(event).not.toHaveProperty('session_id');
      }
    }
    expect(await bench.context.storageState()).toEqual({ cookies: [], origins: [] });
  });
});
