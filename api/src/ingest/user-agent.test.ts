import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CHROME } from '../testing/index.js';
import type { AgentSplitter } from './split-once.js';
import { createAgentReader, type AgentReader } from './user-agent.js';

const shared = path.resolve(process.env['TIDEMARK_SHARED'] ?? path.join(import.meta.dirname, '../../../../shared'));
const expectedFile = path.join(shared, 'data/user_agents/expected.csv.gz');

let read: AgentReader['read'];
beforeAll(() => {
  ({ read } = createAgentReader());
});

describe('reading a user agent', () => {
  it('names device, browser and system', () => {
    expect(read(CHROME)).toEqual({ isBot: false, deviceType: 'desktop', browser: 'Chrome', os: 'Windows' });
  });

  it.each([
    ['Edge', `${CHROME} Edg/146.0.0.0`, 'desktop', 'Microsoft Edge', 'Windows'],
    ['Edge with more to tell', `${CHROME} Edg/146.0.0.0 Extra/1.0`, 'desktop', 'Microsoft Edge', 'Windows'],
    [
      'Safari on a Mac',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
      'desktop',
      'Safari',
      'Mac',
    ],
    [
      'Firefox on Linux',
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0',
      'desktop',
      'Firefox',
      'GNU/Linux',
    ],
    [
      'an iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
      'mobile',
      'Safari',
      'iOS',
    ],
    [
      'an iPad',
      'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
      'tablet',
      'Safari',
      'iOS',
    ],
    [
      'an Android phone that keeps its model to itself',
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36',
      'mobile',
      'Chrome',
      'Android',
    ],
    [
      'an Android phone',
      'Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36',
      'mobile',
      'Chrome',
      'Android',
    ],
    [
      'an Android tablet',
      'Mozilla/5.0 (Linux; Android 12; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36',
      'tablet',
      'Chrome',
      'Android',
    ],
    [
      'a television',
      'Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36',
      'other',
      'Safari',
      'Other Mobile',
    ],
  ])('reads %s', (_, userAgent, deviceType, browser, os) => {
    expect(read(userAgent)).toEqual({ isBot: false, deviceType, browser, os });
  });

  it('takes a desktop agent with a word more for a bot where the word says so', () => {
    expect(read(`${CHROME} (compatible; SomeCrawler/1.0)`).isBot).toBe(true);
  });

  it('says nothing of an absent one', () => {
    expect(read(undefined)).toEqual({ isBot: false, deviceType: null, browser: null, os: null });
  });

  it.each([
    'Googlebot/2.1 (+http://www.google.com/bot.html)',
    'curl/8.5.0',
    'python-requests/2.31',
    CHROME.replace('Chrome/', 'HeadlessChrome/'),
  ])('takes %s for a bot', (userAgent) => {
    expect(read(userAgent).isBot).toBe(true);
  });

  it('takes a phone of the make Cubot for a phone', () => {
    const cubot =
      'Mozilla/5.0 (Linux; Android 10; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Mobile Safari/537.36';
    expect(read(cubot)).toMatchObject({ isBot: false, deviceType: 'mobile' });
  });

  it('has the detector cut an agent into words once, not for each of its lists', () => {
    const splitter = createRequire(import.meta.url)('node-device-detector/parser/helper') as AgentSplitter;
    const [one, other] = ['A 1 (b; c) D/2', 'A 1 (b; c) D/3'].map((agent) => splitter.splitUserAgent(agent));
    expect(other).not.toEqual(one);
    const parts = splitter.splitUserAgent(CHROME);
    expect(splitter.splitUserAgent(CHROME)).toBe(parts);
  });

  it('reads no more of an agent than the longest real ones have', () => {
    const long = `Mozilla/5.0 (Linux; Android 13; SM-G991B) ${'a '.repeat(235)}`;
    expect(read(`${long}Chrome/124.0.0.0`)).toEqual(read(long));
    expect(read(`${long.slice(0, 300)} Chrome/124.0.0.0`).browser).toBe('Chrome');
  });

  it('reads text of any length and content', () => {
    expect(() => read(`\u{1F600}${'('.repeat(100_000)}`)).not.toThrow();
  });
});

if (!existsSync(expectedFile))
  process.stderr.write(`skipped: user agents of the reference detector, no ${expectedFile}\n`);
(existsSync(expectedFile) ? describe : describe.skip)("the reference detector's own expectations", () => {
  it('are met for bots and device types, in 99.5% at least', () => {
    const rows = gunzipSync(readFileSync(expectedFile)).toString('utf8').trim().split('\n').slice(1);
    // The last four columns hold no quotes and no commas; a quoted agent doubles its quotes.
    const cases = rows
      .filter((_, index) => index % 10 === 0)
      .map((row) => {
        const [, agent = '', bot, device] = /^(.*),([^,]*),([^,]*),[^,]*,[^,]*$/.exec(row.trimEnd()) ?? [];
        return {
          agent: agent.startsWith('"') ? agent.slice(1, -1).replaceAll('""', '"') : agent,
          isBot: bot === 'True',
          device,
        };
      });
    const right = cases.filter(({ agent, isBot, device }) => {
      const found = read(agent);
      return found.isBot === isBot && (isBot || found.deviceType === device);
    });
    expect(cases.length).toBeGreaterThan(400);
    expect(right.length / cases.length).toBeGreaterThan(0.995);
  });
});
