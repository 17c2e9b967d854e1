/**
 * The dashboard as a reader meets it: the production build on the demo site's two years, in the Chromium of the end-to-end
 * tests. Which scripts the overview loads, how soon its figures stand there on this machine, also with a processor four times
 * slower, and what Lighthouse says of it. Goals are said to be met or missed.
 *
 *   npm run bench -- dashboard [--rounds 10] [--runs 3] [--only scripts | opening | lighthouse] [--data DIR]
 *
 * With --data the site lies in that folder, and is found there the next time.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { freePort, withApi, withInstallation } from './support/api-process.mjs';
import { launchChromium } from './support/chromium.mjs';
import { takeCookie, withDashboard } from './support/dashboard-server.mjs';
import { formatMs } from './support/latencies.mjs';
import { measureScores } from './support/lighthouse-scores.mjs';
import { measureOpening, weighScripts } from './support/overview-load.mjs';
import { judge, judgeAtLeast, printMachine, printTable } from './support/print.mjs';
import { runTidemark } from './support/tidemark.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
    data: { type: 'string' },
  },
});
const [rounds, runs] = [values.rounds, values.runs].map(Number);
const GOALS = { score: 95, scriptKb: 170, openingMs: { 1: 1_000, 4: 3_000 } };
/** What Lighthouse loads the page with. */
const VIEW = '/?site=demo.example';
const isAsked = (part) => !values.only || values.only === part;

/** Makes the demo, unless an earlier run has left it in the kept folder, and closes its days: the API would while it's measured. */
async function prepareDemo({ env, database }) {
  const { rowCount } = await database.pool
    .query("SELECT FROM sites WHERE is_demo AND name NOT LIKE '%unfinished%'")
    .catch((error) => (error.code === '42P01' ? { rowCount: 0 } : Promise.reject(error))); // no schema yet
  if (rowCount === 0) await runTidemark(['demo', '--quiet'], env);
  await runTidemark(['archive', 'close', '--site', 'demo.example', '--quiet'], env);
}

async function printScripts(context, url) {
  const scripts = await weighScripts(context, url);
  const kbOf = (list) => list.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000;
  const initialKb = kbOf(scripts.initial);
  printTable(
    ['scripts of the overview', 'files', 'KB gzipped', 'goal'],
    [
      [
        'before it asks for figures',
        scripts.initial.length,
        initialKb.toFixed(1),
        judge(initialKb, { goal: GOALS.scriptKb }),
      ],
      ['later, for what it draws', scripts.later.length, kbOf(scripts.later).toFixed(1), ''],
    ],
  );
  for (const [when, list] of Object.entries(scripts))
    for (const { file, bytes } of list) console.log(`${when}: ${file} ${(bytes / 1_000).toFixed(1)} KB`);
  console.log('');
}

async function printOpening(context, url) {
  const rows = [];
  for (const slowDown of [1, 4]) {
    const { figures, whole, rest } = await measureOpening(context, url, { rounds, slowDown });
    rows.push([
      slowDown === 1 ? 'as it is' : `${slowDown} times slower`,
      formatMs(figures.p50),
      formatMs(figures.max),
      formatMs(whole.p50),
      formatMs(whole.max),
      formatMs(rest.p50),
      judge(whole.p50, { goal: GOALS.openingMs[slowDown] }),
    ]);
  }
  printTable(
    [
      'processor',
      'figures, median ms',
      'worst',
      'first view, median ms',
      'worst',
      'other panels, from the first sign of a reader on',
      'median of the first view',
    ],
    rows,
  );
  console.log('');
}

async function printScores(url, port) {
  const measured = Object.entries(await measureScores(url, { port, runs }));
  printTable(
    [
      'Lighthouse',
      'performance',
      'goal',
      'accessibility',
      'goal',
      'first paint ms',
      'largest ms',
      'blocked ms',
      'shift',
    ],
    measured.map(([form, { scores, times }]) => [
      form,
      Math.round(scores.performance),
      judgeAtLeast(scores.performance, GOALS.score),
      Math.round(scores.accessibility),
      judgeAtLeast(scores.accessibility, GOALS.score),
      formatMs(times['first-contentful-paint']),
      formatMs(times['largest-contentful-paint']),
      formatMs(times['total-blocking-time']),
      times['cumulative-layout-shift'].toFixed(3),
    ]),
  );
  for (const [form, { faults }] of measured) for (const fault of faults) console.log(`${form}: ${fault}`);
}

/** A browser that is signed in: in its own window, where Lighthouse works, and in one for us. */
async function withBrowser(origin, work) {
  const port = await freePort();
  const browser = await launchChromium([`--remote-debugging-port=${port}`]);
  try {
    const session = await browser.newBrowserCDPSession();
    await session.send('Storage.setCookies', { cookies: [await takeCookie(origin)] });
    const context = await browser.newContext({ locale: 'en-GB' });
    // Each has a sign-in of its own: a cookie serves once.
    await context.addCookies([await takeCookie(origin)]);
    return await work({ context, port });
  } finally {
    await browser.close();
  }
}

await withInstallation(
  async (installation) => {
    await printMachine();
    const token = randomBytes(32).toString('hex');
    const env = { ...installation.env, DASHBOARD_TOKEN: token };
    await prepareDemo({ ...installation, env });
    await withApi(env, ({ url: apiUrl }) =>
      withDashboard({ url: apiUrl, token }, (origin) =>
        withBrowser(origin, async ({ context, port }) => {
          const url = `${origin}${VIEW}`;
          if (isAsked('scripts')) await printScripts(context, url);
          if (isAsked('opening')) await printOpening(context, url);
          if (isAsked('lighthouse')) await printScores(url, port);
        }),
      ),
    );
  },
  { keptFolder: values.data },
);
