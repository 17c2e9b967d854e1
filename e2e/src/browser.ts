/**
 * A real Chromium for tests, wherever they run: the machine's own where there is one, else the one inside the npm
 * package `@sparticuz/chromium`, unpacked once into the temporary folder. Nothing is downloaded.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { unpackChromium } from './packaged-chromium.js';

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a test may want of the browser beyond the defaults. */
export interface BrowserOptions {
  /** Arguments added to the defaults. */
  readonly args?: readonly string[];
  /** Defaults of Playwright's to leave out, such as `--disable-back-forward-cache`. */
  readonly ignoreDefaultArgs?: readonly string[];
}

/** Starts a headless Chromium; the caller closes it. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: [...browserArguments, ...(options.args ?? [])],
    ignoreDefaultArgs: [...(options.ignoreDefaultArgs ?? [])],
  });
}

async function findBrowser(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, where there is no file.`);
    return { executablePath: chosen, env: {} };
  }
  const found = systemBrowsers.find((path) => existsSync(path));
  return found === undefined ? unpackChromium() : { executablePath: found, env: {} };
}
