import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IgnoredReport } from '@tidemark/contracts';
import request from 'supertest';
import { CHROME, startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
let now = new Date('2025-08-19T21:30:00Z');
beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  await server.sites.save({ domain: 'example.com', name: 'x', timezone: 'Europe/Berlin' });
  await server.sites.save({ domain: 'other.example', name: 'y' });
});
afterAll(() => server.stop());

const track = (userAgent: string, headers: Record<string, string> = {}, domain = 'example.com') =>
  request(server.url)
    .post('/api/track')
    .set({ 'User-Agent': userAgent, ...headers })
    .send({ page_url: `https://${domain}/`, visitor_id: 'v', session_id: 's' })
    .expect(202);
const BOT = 'Googlebot/2.1';

describe('what was left out', () => {
  it('is told by day of the site and why, and as CSV', async () => {
    await track(BOT);
    await track(CHROME, { DNT: '1' });
    await track(BOT, {}, 'other.example');
    // Half an hour past midnight in Berlin, and still the 19th elsewhere.
    now = new Date('2025-08-19T22:30:00Z');
    await track(BOT);
    await track(BOT);
    await request(server.url).post('/api/track').send('{').type('json').expect(400);
    await server.ingest.uncounted.flush();
    const days = 'site=example.com&start_date=2025-08-18&end_date=2025-08-20';
    const { body } = await request(server.url).get(`/api/metrics/ignored?${days}`).expect(200);
    const none = { events: 0, bot: 0, excluded_address: 0, do_not_track: 0, refused: 0 };
    expect(body).toEqual({
      site: 'example.com',
      timezone: 'Europe/Berlin',
      start_date: '2025-08-18',
      end_date: '2025-08-20',
      data: [
        { date: '2025-08-18', ...none },
        { date: '2025-08-19', ...none, events: 2, bot: 1, do_not_track: 1 },
        { date: '2025-08-20', ...none, events: 2, bot: 2 },
      ],
      totals: { ...none, events: 4, bot: 3, do_not_track: 1 },
    } satisfies IgnoredReport);
    const csv = await request(server.url).get(`/api/metrics/ignored?${days}&format=csv`).expect(200);
    expect(csv.text.split(/\r?\n/).slice(0, 2)).toEqual([
      'date,events,bot,excluded_address,do_not_track,refused',
      '2025-08-18,0,0,0,0,0',
    ]);
    await request(server.url).get('/api/metrics/ignored?start_date=soon').expect(400);
  });
});
