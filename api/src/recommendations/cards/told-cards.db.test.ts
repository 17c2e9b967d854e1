import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestServer, type TestServer } from '../../testing/index.js';
import { buildFinding } from '../testing/build-finding.js';
import { storeFindings } from './store-findings.js';
import { readToldCards } from './told-cards.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('knows what a site was told in the month, and what of it nobody has agreed with', async () => {
  const { pool } = server.database;
  const { id: siteId } = await server.sites.save({ domain: 'told.example', name: 'told.example' });
  const tell = (date: string, ...keys: string[]) =>
    storeFindings(pool, {
      siteId,
      date,
      findings: [
        ...keys.map((key) => buildFinding({ key })),
        buildFinding({ type: 'publishing_time', key: 'advice alarms nobody' }),
      ],
      now: new Date(`${date}T23:59:00Z`),
    });
  const told = async (date: string) =>
    (await readToldCards(pool, { siteId, date })).map(({ key, isDoubtful }) => [key, isDoubtful]).sort();

  await tell('2025-06-01', 'long over', 'lasting');
  await tell('2025-07-20', 'lasting');
  await tell('2025-08-01', 'accepted', 'dismissed', 'pending');
  for (const status of ['accepted', 'dismissed']) {
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM recommendations WHERE key = $1', [status]);
    await request(server.url).put(`/api/recommendations/${rows[0]?.id}/status`).send({ status }).expect(200);
  }
  expect(await told('2025-08-10')).toEqual([
    ['accepted', false],
    ['dismissed', true],
    ['lasting', false],
    ['pending', true],
  ]);
  expect(await told('2025-09-15')).toEqual([]);
});
