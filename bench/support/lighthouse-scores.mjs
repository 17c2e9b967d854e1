/** What Lighthouse says of a page. */
import lighthouse, { desktopConfig } from 'lighthouse';
import { summarize } from './latencies.mjs';

/** Its two forms: a phone of the middle range on a slow network, and a desktop machine. Both are simulated by it. */
const FORMS = { phone: undefined, desktop: desktopConfig };
const CATEGORIES = ['performance', 'accessibility'];
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];

/**
 * Loads the page in the browser that listens on `port`, so many times in each form.
 *
 * @returns by form: the median of each score (0 to 100) and of each time, and what accessibility was marked down for
 */
export async function measureScores(url, { port, runs }) {
  const measured = {};
  for (const [form, config] of Object.entries(FORMS)) {
    const results = [];
    for (let run = 0; run < runs; run += 1) results.push(await load(url, { port, config }));
    const median = (read) => summarize(results.map(read)).p50;
    measured[form] = {
      scores: Object.fromEntries(
        CATEGORIES.map((name) => [name, median(({ categories }) => 100 * categories[name].score)]),
      ),
      times: Object.fromEntries(TIMES.map((name) => [name, median(({ audits }) => audits[name].numericValue)])),
      faults: listFaults(results[0]),
    };
  }
  return measured;
}

async function load(url, { port, config }) {
  const flags = { port, logLevel: 'error', output: 'json', onlyCategories: CATEGORIES };
  const { lhr } = await lighthouse(url, flags, config);
  if (lhr.runtimeError) throw new Error(`Lighthouse: ${lhr.runtimeError.message}`);
  const { pathname: shown } = new URL(lhr.finalDisplayedUrl);
  if (shown !== new URL(url).pathname) throw new Error(`Lighthouse was led to ${shown}`);
  return lhr;
}

function listFaults({ categories, audits }) {
  return categories.accessibility.auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => `${id}: ${audits[id].details?.items?.map(({ node }) => node?.selector).join(', ')}`);
}
