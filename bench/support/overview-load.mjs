/** How the overview opens in a browser: what it loads, and how soon its figures stand there. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DASHBOARD_FILES } from './dashboard-server.mjs';
import { summarize } from './latencies.mjs';

/** In the page: milliseconds from its opening until the cards show figures, and until nothing near the window is on its way any more. */
function watchOverview() {
  const { document, requestAnimationFrame } = globalThis;
  const seen = {};
  const look = () => {
    const cards = document.querySelector('[role=group][aria-label="Figures of the period"]');
    const isOnItsWay = (element) => element.querySelector('.animate-pulse.bg-sunken, .animate-spin') !== null;
    if (cards && /\d/.test(cards.textContent) && !isOnItsWay(cards)) seen.figures ??= performance.now();
    const main = document.querySelector('main');
    if (seen.figures && main.querySelector('canvas') && !isOnItsWay(main)) seen.whole = performance.now();
  };
  return new Promise((resolve) => {
    const next = () => {
      look();
      if (seen.whole) resolve(seen);
      else requestAnimationFrame(next);
    };
    next();
  });
}

/** In the page: milliseconds from now, when a reader gives the first sign, until every panel is drawn. */
function watchRest() {
  const { document, requestAnimationFrame } = globalThis;
  const began = performance.now();
  const isOnItsWay = () =>
    document.querySelector('[data-far], main .animate-pulse.bg-sunken, main .animate-spin') !== null;
  return new Promise((resolve) => {
    const next = () => {
      if (isOnItsWay()) requestAnimationFrame(next);
      else resolve(performance.now() - began);
    };
    next();
  });
}

/**
 * Opens the overview so many times without a cache.
 *
 * @param slowDown how many times slower the processor is made
 * @returns median and worst of the times to the cards' figures (`figures`), to the first view (`whole`), and from a reader's first sign to every panel (`rest`)
 */
export async function measureOpening(context, url, { rounds, slowDown }) {
  const times = [];
  for (let round = -1; round < rounds; round += 1) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.clearBrowserCache');
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
    await page.goto(url, { waitUntil: 'commit' });
    const seen = await page.evaluate(watchOverview);
    const drawing = page.evaluate(watchRest);
    await page.mouse.move(100, 100);
    seen.rest = await drawing;
    await page.close();
    // The first one also warms up the API.
    if (round >= 0) times.push(seen);
  }
  return {
    figures: summarize(times.map(({ figures }) => figures)),
    whole: summarize(times.map(({ whole }) => whole)),
    rest: summarize(times.map(({ rest }) => rest)),
  };
}

/**
 * The scripts that the overview loads, in gzipped bytes: those that must be there before it can ask for its figures
 * (`initial`), and those that come for what is then drawn (`later`).
 */
export async function weighScripts(context, url) {
  const page = await context.newPage();
  const asked = { initial: new Set(), later: new Set() };
  let when = 'initial';
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.resourceType() === 'script') asked[when].add(pathname);
    if (pathname.startsWith('/api/metrics/')) when = 'later';
  });
  await page.goto(url, { waitUntil: 'commit' });
  await page.evaluate(watchOverview);
  await page.close();
  return { initial: await weigh(asked.initial), later: await weigh(asked.later) };
}

const weigh = (files) =>
  Promise.all(
    [...files].map(async (file) => ({
      file,
      bytes: gzipSync(await readFile(path.join(DASHBOARD_FILES, file))).length,
    })),
  );
