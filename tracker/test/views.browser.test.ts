import { describe, expect, it } from '@jest/globals';
import { trackBody } from '@tidemark/contracts';
import { type Bench, giveEachTestABench, settle } from './bench.js';

let bench: Bench;
giveEachTestABench((fresh) => {
  bench = fresh;
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const listPaths = (): string[] =>
  bench.collector.readStored().map(({ page_url: url }) => url.replace(bench.website.origin, ''));

describe('page views', () => {
  it('sends one request with every field for the first view', async () => {
    bench.install('data-site="example.com" data-mode="always"');
    const page = await bench.visit('/p?utm_source=news#top');
    await bench.until(() => bench.collector.deliveries.length === 1);
    await settle(page);
    expect(bench.collector.deliveries).toHaveLength(1);
    const [{ contentType, events } = { contentType: '', events: [] }] = bench.collector.deliveries;
    expect(contentType).toMatch(/^text\/plain/);
    expect(trackBody.safeParse(events).error).toBeUndefined();
    expect(events).toEqual([
      {
        page_url: `${bench.website.origin}/p?utm_source=news`,
        site: 'example.com',
        visitor_id: expect.stringMatching(uuid),
        session_id: expect.stringMatching(uuid),
        event_id: expect.stringMatching(uuid),
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        referrer: '',
        screen_resolution: '1280x720',
        language: 'de-DE',
      },
    ]);
  });

  it('posts to the origin that the script came from, or to data-api', async () => {
    bench.install(`data-api="${bench.collector.origin}/api/track?own"`);
    await bench.visit('/');
    await bench.until(() => bench.collector.readStored().length === 1);
  });

  it('keeps the visitor and the session from page to page, and sends the referrer', async () => {
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    await page.evaluate(() => {
      location.href = '/b';
    });
    await bench.until(() => bench.collector.readStored().length === 2);
    const [first, second] = bench.collector.readStored();
    expect(second).toMatchObject({
      visitor_id: first?.visitor_id,
      session_id: first?.session_id,
      referrer: `${bench.website.origin}/a`,
    });
    expect(second?.event_id).not.toBe(first?.event_id);
  });

  it('begins a new session after 30 minutes without activity', async () => {
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    await page.evaluate(() => {
      localStorage.setItem('tm_t', String(Date.now() - 30 * 60_000));
    });
    await bench.visit('/b');
    await bench.until(() => bench.collector.readStored().length === 2);
    const [first, second] = bench.collector.readStored();
    expect(second?.visitor_id).toBe(first?.visitor_id);
    expect(second?.session_id).not.toBe(first?.session_id);
  });

  it('cuts an address over 500 characters at its query first', async () => {
    await bench.visit(`/long?q=${'x'.repeat(600)}`);
    await bench.visit(`/${'y'.repeat(600)}?q=1`);
    await bench.until(() => bench.collector.readStored().length === 2);
    const urls = bench.collector.readStored().map(({ page_url: url }) => url);
    expect(urls[0]).toBe(`${bench.website.origin}/long`);
    expect(urls[1]).toHaveLength(500);
  });

  it('counts a page once where its tag is there twice', async () => {
    bench.install('', `<script defer src="${bench.collector.origin}/tracker.js"></script>`);
    const page = await bench.visit('/');
    await bench.until(() => bench.collector.readStored().length === 1);
    await settle(page);
    expect(bench.collector.readStored()).toHaveLength(1);
  });

  it('counts a page from the back-forward cache as a new view', async () => {
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await bench.until(() => bench.collector.readStored().length === 2);
    expect(listPaths()).toEqual(['/a', '/a']);
  });

  it('counts a prerendered page when it is shown, not before', async () => {
    bench.install('', '<script>Object.defineProperty(document, "prerendering", { value: true })</script>');
    const page = await bench.visit('/later');
    await settle(page);
    expect(bench.collector.deliveries).toEqual([]);
    await page.evaluate(() => document.dispatchEvent(new Event('prerenderingchange')));
    await bench.until(() => bench.collector.readStored().length === 1);
    expect(listPaths()).toEqual(['/later']);
  });

  it('does the same without custom events', async () => {
    bench.website.head = `<script defer src="${bench.collector.origin}/core.js"></script>`;
    const page = await bench.visit('/core');
    await page.evaluate(() => {
      history.pushState(null, '', '/core/2');
    });
    await bench.until(() => bench.collector.readStored().length === 2);
    expect(listPaths()).toEqual(['/core', '/core/2']);
    expect(await page.evaluate(() => 'tidemark' in window)).toBe(false);
  });
});

describe('routes', () => {
  it.each([
    ['pushState to another path', 'history.pushState(null, "", "/b")', ['/a?x=1', '/b']],
    ['pushState to another query', 'history.pushState(null, "", "/a?x=2")', ['/a?x=1', '/a?x=2']],
    ['replaceState to another path', 'history.replaceState(null, "", "/b")', ['/a?x=1', '/b']],
    ['a move back', 'history.pushState(null, "", "/b"); history.back()', ['/a?x=1', '/b', '/a?x=1']],
  ])('counts %s', async (_name, script, expected) => {
    const page = await bench.visit('/a?x=1');
    await bench.until(() => bench.collector.readStored().length === 1);
    await page.evaluate(script);
    await bench.until(() => bench.collector.readStored().length === expected.length);
    await settle(page);
    expect(listPaths()).toEqual(expected);
  });

  it.each([
    ['pushState to the same address', 'history.pushState({ step: 2 }, "", "/a?x=1")'],
    ['replaceState on the same path', 'history.replaceState(null, "", "/a")'],
    ['a fragment', 'location.hash = "part"'],
    ['a fragment after a replaced query', 'history.replaceState(null, "", "/a?y=2"); location.hash = "part"'],
  ])("doesn't count %s", async (_name, script) => {
    const page = await bench.visit('/a?x=1');
    await bench.until(() => bench.collector.readStored().length === 1);
    await page.evaluate(script);
    await settle(page, 1_500);
    expect(bench.collector.deliveries).toHaveLength(1);
  });

  it('closes the view before it and names it as the referrer', async () => {
    const page = await bench.visit('/a');
    await bench.until(() => bench.collector.readStored().length === 1);
    await page.evaluate(() => {
      history.pushState(null, '', '/b');
    });
    await bench.until(() => bench.collector.readStored().length === 2);
    const [first, second] = bench.collector.readStored();
    expect(first?.time_on_page).toBeGreaterThanOrEqual(0);
    expect(second).toMatchObject({ referrer: `${bench.website.origin}/a`, session_id: first?.session_id });
    const reports = bench.collector.deliveries
      .flatMap(({ events }) => events)
      .filter((event) => event.event_id === first?.event_id);
    expect(new Set(reports.map(({ timestamp }) => timestamp)).size).toBe(1);
  });

  it('counts hash routes as paths with data-hash', async () => {
    bench.install('data-hash');
    const page = await bench.visit('/app?utm_source=news#/start');
    await page.evaluate(() => {
      location.hash = '#/settings?tab=1';
    });
    await bench.until(() => bench.collector.readStored().length === 2);
    await settle(page);
    expect(listPaths()).toEqual(['/app/start?utm_source=news', '/app/settings?tab=1&utm_source=news']);
  });
});
