import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import type { TrackAccepted } from '@tidemark/contracts';
import request, { type Test } from 'supertest';
import { CHROME, startTestServer, type TestServer } from '../../testing/index.js';

/** The specification's own payload. */
export const SAMPLE = {
  page_url: 'https://example.com/page',
  visitor_id: 'visitor_123',
  session_id: 'session_456',
  time_on_page: 120,
  referrer: 'https://google.com',
  user_agent: CHROME,
  device_type: 'desktop',
  browser: 'Chrome',
  os: 'Windows',
};

/** A server that takes events of example.com, for tests of what becomes of them. */
export interface TrackingTest {
  server: TestServer;
  /** What the server takes for the present; set back to the true one before each test. */
  now: Date;
  post(body: unknown, headers?: Record<string, string>): Test;
  /** The row of an event; undefined where there's none. */
  stored(eventId: string): Promise<Record<string, unknown> | undefined>;
  /** Sends an event, which must be accepted. @returns its row */
  storeOne(event: object, headers?: Record<string, string>): Promise<Record<string, unknown>>;
}

/** One server for the file. */
export function useTracking(): TrackingTest {
  const test: TrackingTest = {
    server: undefined as unknown as TestServer,
    now: new Date(),
    post: (body, headers = {}) =>
      request(test.server.url)
        .post('/api/track')
        .set({ 'Content-Type': 'application/json', 'User-Agent': CHROME, ...headers })
        .send(typeof body === 'string' ? body : JSON.stringify(body)),
    stored: async (eventId) => {
      const { rows } = await test.server.database.pool.query<Record<string, unknown>>(
        'SELECT * FROM page_visits WHERE event_id = $1',
        [eventId],
      );
      expect(rows.length).toBeLessThan(2);
      return rows[0];
    },
    storeOne: async (event, headers = {}) => {
      const response = await test.post({ ...SAMPLE, ...event }, headers);
      expect([response.status, response.body]).toEqual([
        201,
        { accepted: 1, duplicates: 0, event_ids: [expect.any(String)] },
      ]);
      const row = await test.stored((response.body as TrackAccepted).event_ids[0]!);
      expect(row).toBeDefined();
      return row!;
    },
  };
  beforeAll(async () => {
    test.server = await startTestServer({ isAutoRegistering: false, now: () => test.now });
    await test.server.sites.save({ domain: 'example.com', name: 'Example', timezone: 'UTC' });
  });
  beforeEach(() => {
    test.now = new Date();
  });
  afterAll(() => test.server.stop());
  return test;
}
