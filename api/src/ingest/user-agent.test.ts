import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CHROME } from '../testing/index.js';
import { createAgentReader } from './user-agent.js';

const shared = path.resolve(process.env['TIDEMARK_SHARED'] ?? path.join(import.meta.dirname, '../../../../shared'));
const expectedFile = path.join(shared, 'data/user_agents/expected.csv.gz');

let read: ReturnType<typeof createAgentReader>;
beforeAll(() => {
  read = createAgentReader();
});

describe('reading a user agent', () => {
  it('names device, browser and system', () => {
    expect(read(CHROME)).toEqual({ isBot: false, deviceType: 'desktop', browser: 'Chrome', os: 'Windows' });
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
    const cubot = 'Mozilla/5.0 (Linux; Android 10; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Mobile Safari/537.36';
    expect(read(cubot)).toMatchObject({ isBot: false, deviceType: 'mobile' });
  });

  it('reads text of any length and content', () => {
    expect(() => read(`\u{1F600}${'('.repeat(100_000)}`)).not.toThrow();
  });
});

if (!existsSync(expectedFile)) process.stderr.write(`skipped: user agents of the reference detector, no ${expectedFile}\n`);
(existsSync(expectedFile) ? describe : describe.skip)("the reference detector's own expectations", () => {
  it('are met for bots and device types, in 99.5% at least', () => {
    const rows = gunzipSync(readFileSync(expectedFile)).toString('utf8').trim().split('\n').slice(1);
    // The last four columns hold no quotes and no commas; a quoted agent doubles its quotes.
    const cases = rows.filter((_, index) => index % 10 === 0).map((row) => {
      const [, agent = '', bot, device] = /^(.*),([^,]*),([^,]*),[^,]*,[^,]*$/.exec(row.trimEnd()) ?? [];
      return { agent: agent.startsWith('"') ? agent.slice(1, -1).replaceAll('""', '"') : agent, isBot: bot === 'True', device };
    });
    const right = cases.filter(({ agent, isBot, device }) => {
      const found = read(agent);
      return found.isBot === isBot && (isBot || found.deviceType === device);
    });
    expect(cases.length).toBeGreaterThan(400);
    expect(right.length / cases.length).toBeGreaterThan(0.995);
  });
});
