import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../e2e/src/browser.js';
import { startCollector, type Collector } from './collector.js';
import { startWebsite, WEBSITE_HOST, type Website } from './website.js';

declare global {
  interface Window {
    tidemark?: (...call: unknown[]) => void;
  }
}

/** A visitor's browser, a website and a collector, as each test begins. */
export interface Bench {
  readonly collector: Collector;
  readonly website: Website;
  readonly context: BrowserContext;
  /** Errors that reached a page; a test expects none. */
  readonly pageErrors: string[];
  /** Puts the script's tag, with these attributes, into every page of the website; without any it recognises visitors. */
  install(attributes?: string, head?: string): void;
  /** Opens a page of the website in a new tab. */
  visit(path: string): Promise<Page>;
  /** Waits until the collector's record fulfils `condition`. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Starts the browser that all tests of a file share. */
const openBrowser = (): Promise<Browser> =>
  launchBrowser({ args: [`--host-resolver-rules=MAP ${WEBSITE_HOST} 127.0.0.1`] });

/** Lays out a new visitor, website and collector. */
async function openBench(browser: Browser): Promise<Bench> {
  const [collector, website, context] = await Promise.all([
    startCollector(),
    startWebsite(),
    browser.newContext({ locale: 'de-DE' }),
  ]);
  const pageErrors: string[] = [];
  context.on('weberror', (error) => pageErrors.push(error.error().message));
  const bench: Bench = {
    collector,
    website,
    context,
    pageErrors,
    install: (attributes = 'data-mode="always"', head = '') => {
      website.head = `${head}<script defer ${attributes} src="${collector.origin}/tracker.js"></script>`;
    },
    visit: async (path) => {
      const page = await context.newPage();
      await page.goto(website.origin + path);
      return page;
    },
    until: async (condition) => {
      const giveUpAtMs = Date.now() + 10_000;
      while (!condition()) {
        if (Date.now() > giveUpAtMs)
          throw new Error(`Not seen in time. Deliveries: ${JSON.stringify(collector.deliveries, null, 1)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close: async () => {
      await context.close();
      await Promise.all([collector.stop(), website.stop()]);
    },
  };
  bench.install();
  return bench;
}

/** Gives the browser time to send what it shouldn't. */
export const settle = (page: Page, ms = 400): Promise<void> => page.waitForTimeout(ms);

/** Hides or shows a tab. Headless browsers show every tab at once, so the page is told. */
export const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, isHidden);

/**
 * Gives each test of a file a bench of its own, in one browser, and sees to it that no page had an error.
 * @param take Handed the bench before each test.
 */
export function giveEachTestABench(take: (bench: Bench) => void): void {
  let browser: Browser;
  let bench: Bench;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    bench = await openBench(browser);
    take(bench);
  });
  afterEach(async () => {
    expect(bench.pageErrors).toEqual([]);
    await bench.close();
  });
}
