import { describe, expect, it } from '@jest/globals';
import { type Bench, giveEachTestABench, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

/** What pages do to themselves: [what, script before the tracker's, whether views are still delivered]. */
const damages: [string, string, boolean][] = [
  ['JSON.stringify throws', 'JSON.stringify = () => { throw new Error("patched") }', false],
  ['arrays have a toJSON, as in old Prototype.js', 'Array.prototype.toJSON = function () { return "broken" }', true],
  [
    'localStorage may not be touched',
    'Object.defineProperty(window, "localStorage", { get() { throw new Error("denied") } })',
    true,
  ],
  ['localStorage is null', 'Object.defineProperty(window, "localStorage", { value: null })', true],
  [
    'localStorage is full',
    'for (let size = 2 ** 22; size >= 1; size /= 2) try { for (let i = 0; ; i++) localStorage["fill" + size + i] = "x".repeat(size) } catch {}',
    true,
  ],
  [
    'the history is patched after and before',
    'const push = history.pushState; history.pushState = function () { return push.apply(this, arguments) }',
    true,
  ],
  ['the history is frozen', 'Object.freeze(history)', false],
  ['fetch throws', 'window.fetch = () => { throw new Error("patched") }', false],
  ['fetch answers nonsense', 'window.fetch = () => Promise.resolve()', false],
  ['there is no sendBeacon', 'Object.defineProperty(navigator, "sendBeacon", { value: undefined })', true],
];

describe('a page that breaks things', () => {
  it.each(damages)('gets no error from the tracker: %s', async (_what, script, isDelivered) => {
    bench.install('data-mode="always"', `<script>${script}</script>`);
    const page = await bench.visit('/a');
    await page.evaluate(() => {
      history.pushState(null, '', '/b');
      window.tidemark?.('event');
    });
    if (isDelivered) await bench.until(() => bench.collector.readStored().length === 3);
    await settle(page);
    await page.goto('about:blank');
    expect(bench.pageErrors).toEqual([]);
  });

  it('keeps what the page gets from its own mistakes', async () => {
    const page = await bench.visit('/a');
    const message = await page.evaluate(() => {
      try {
        history.pushState(null, '', 'http://elsewhere.test/');
        return 'none';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(message).toBe('SecurityError');
  });
});
