import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { breakdownDimensions, type RealtimeReport, type VisitorErased } from '@tidemark/contracts';
import { keyOfId } from '../events/engine/event-row.js';
import { createOpenApiDocument } from '../ops/openapi.js';
import { dumpDatabase, dumpFolder } from './testing/dump.js';
import {
  archive,
  daysAgo,
  DOMAINS,
  makeWorld,
  OWN_WORDS,
  visitors,
  type Person,
  type World,
} from './testing/worlds.js';

const worlds: World[] = [];
afterEach(async () => {
  for (const { server } of worlds.splice(0)) await server.stop();
});

async function make(person: Person | null): Promise<World> {
  const world = await makeWorld(person);
  worlds.push(world);
  return world;
}

const ranges = [
  `start_date=${daysAgo(70)}&end_date=${daysAgo(0)}`,
  `start_date=${daysAgo(45)}&end_date=${daysAgo(10)}&compare=previous_period`,
  `start_date=${daysAgo(6)}&end_date=${daysAgo(0)}&device_type=desktop`,
];
/** A report over these ranges. */
const reports = (path: string, asked = ranges) =>
  asked.map((range) => `${path}${path.includes('?') ? '&' : '?'}limit=1000&${range}`);
/** Each breakdown over one range, the next over the next. */
const breakdowns = breakdownDimensions.flatMap((name, index) =>
  reports(`/api/metrics/breakdown?dimension=${name}`, [ranges[index % ranges.length] ?? '']),
);
const metrics = ['page-visits', 'page-views', 'sessions', 'unique-visitors'];

/** What is asked at each path that answers questions, of a site; null where the answer says nothing of visitors, and why. */
const questions: Record<string, string[] | null> = {
  '/api/metrics/daily': reports('/api/metrics/daily'),
  '/api/metrics/timeseries': reports('/api/metrics/timeseries?interval=week'),
  '/api/metrics/pages': reports('/api/metrics/pages'),
  '/api/metrics/sources': reports('/api/metrics/sources'),
  '/api/metrics/breakdown': breakdowns,
  '/api/metrics/realtime': ['/api/metrics/realtime'],
  '/api/metrics/realtime/stream': null, // the same report, again and again
  '/api/metrics/ignored': ['/api/metrics/ignored'],
  '/api/predictions/{metric}': metrics.map((name) => `/api/predictions/${name}`),
  '/api/predictions/accuracy': metrics.map((name) => `/api/predictions/accuracy?metric=${name}`),
  '/api/predictions/retrain/{job_id}': null, // of a training
  '/api/sites': null, // settings
  '/api/sites/{id}': null, // settings
  '/api/sites/{id}/marked-days': null, // settings
  '/api/sites/{id}/imported-days': null, // days of another tool
  '/api/sites/{id}/views': null, // settings
  '/api/sites/{id}/annotations': null, // words of those who read
  '/api/privacy/visitors/{visitor_id}/export': [
    ...Object.values(visitors).map(({ visitorId }) => `/api/privacy/visitors/${encodeURIComponent(visitorId)}/export`),
    '/api/privacy/visitors/late-20/export',
  ],
  '/api/sites/{id}/shares': null, // settings
  '/api/sites/{id}/digest': null, // settings
  '/api/sites/{id}/digest/preview': ['/api/sites/1/digest/preview', '/api/sites/2/digest/preview'],
  '/api/recommendations': ['/api/recommendations'],
  '/api/recommendations/{id}': null, // one of those
  '/api/recommendations/track-record': ['/api/recommendations/track-record'],
  '/api/auth/me': null, // of who asks
  '/api/auth/totp': null, // of who asks
  '/api/users': null, // of those who read
  '/api/invites': null, // of those who read
  '/api/keys': null, // of those who read
  '/api/audit': null, // tells of the erasure itself
  '/api/health': ['/api/health'],
  '/api/ready': ['/api/ready'],
  '/metrics': null, // of the process
};

async function askAll({ server }: World): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  const asked = Object.values(questions).flatMap((own) => own ?? []);
  // Of the second site without the breakdowns, which take most of the time.
  const askedOf = [asked, asked.filter((question) => !question.includes('breakdown'))];
  for (const [index, site] of DOMAINS.entries())
    for (const question of askedOf[index] ?? []) {
      const address = `${question}${question.includes('?') ? '&' : '?'}site=${site}`;
      const response = await fetch(server.url + address);
      const text = await response.text();
      const lines = response.headers.get('content-type')?.includes('ndjson') ? text.split('\n').slice(0, -1) : [text];
      answers[address] = [response.status, ...lines.map(withoutChance)];
    }
  return answers;
}

/** What an answer says, but for what is made at random, or is the instant of a test. */
function withoutChance(text: string): unknown {
  return JSON.parse(text, (name, value: unknown) =>
    ['request_id', 'event_id', 'stored_at'].includes(name) ? undefined : value,
  );
}

async function erase({ server }: World, { visitorId }: Person): Promise<VisitorErased> {
  const response = await fetch(`${server.url}/api/privacy/visitors/${encodeURIComponent(visitorId)}`, {
    method: 'DELETE',
  });
  const body = (await response.json()) as VisitorErased;
  expect([response.status, body]).toEqual([200, body]);
  await server.settle();
  return body;
}

it('the questions below are asked of every path that can be asked', () => {
  const paths = Object.entries(createOpenApiDocument().paths ?? {});
  expect(
    paths
      .filter(([, path]) => path.get !== undefined)
      .map(([name]) => name)
      .sort(),
  ).toEqual(Object.keys(questions).sort());
});

/** What of a visitor can be found in database, archive and data folder. */
async function findTraces({ server }: World, { visitorId: id }: Person): Promise<string[]> {
  const [database, folder] = [await dumpDatabase(server.database.pool), await dumpFolder(server.dataDir)];
  return tracesOf(id).filter((trace) => database.includes(trace) || folder.includes(trace));
}

/** The id, as it's stored and as a key, and what only that visitor had. */
function tracesOf(id: string): string[] {
  const asUuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return [...new Set([id, asUuid, keyOfId(id).toString(), ...OWN_WORDS])];
}

describe('erasing a visitor', () => {
  let expected: Record<string, unknown>;
  beforeAll(async () => {
    const never = await makeWorld(null);
    expected = await askAll(never);
    await never.server.stop();
  }, 240_000);

  it.each(Object.values(visitors))(
    '$visitorId leaves every answer as if that visitor had never come, and nothing to be found',
    async (person) => {
      const erased = await make(person);
      const { server } = erased;
      expect(await askAll(erased)).not.toEqual(expected);
      const [, ...kept] = tracesOf(person.visitorId);
      expect(await findTraces(erased, person)).toEqual(expect.arrayContaining(kept));

      const sites = erased.came.map(({ events, days }, index) => ({
        site: DOMAINS[index],
        erased_events: events,
        days,
      }));
      expect(await erase(erased, person)).toEqual({
        erased_events: sites.reduce((sum, { erased_events }) => sum + erased_events, 0),
        affected_days: sites.reduce((sum, { days }) => sum + days.length, 0),
        sites,
        audit_id: expect.any(Number),
      });
      expect(await askAll(erased)).toEqual(expected); // at once
      await archive(erased);
      expect(await askAll(erased)).toEqual(expected); // with files written anew
      await server.restart();
      expect(await askAll(erased)).toEqual(expected); // by a process that never knew

      // An hour later, and with the second sweep.
      await server.database.pool.query("UPDATE event_changes SET changed_at = changed_at - interval '2 hours'");
      await archive(erased);
      for (let sweep = 0; sweep < 2; sweep += 1) await server.events.sweepArchive();
      expect(await server.events.forgetErased()).toBeGreaterThan(0);
      expect(await findTraces(erased, person)).toEqual([]);
      expect(await erase(erased, person)).toMatchObject({ erased_events: 0, affected_days: 0, sites: [] });
    },
    240_000,
  );
});

describe('a visitor who is erased while still reading', () => {
  it('is no longer active, in every process, and leaves no key behind', async () => {
    const person = visitors['of the tracker'];
    const world = await make(person);
    const { server } = world;
    const other = await server.startAnother();
    try {
      const countActive = async (url: string) => {
        const response = await fetch(`${url}/api/metrics/realtime?site=${DOMAINS[0] ?? ''}`);
        return ((await response.json()) as RealtimeReport).active_visitors;
      };
      await other.events.catchUp();
      const before = await countActive(server.url);
      expect(await countActive(other.url)).toBe(before);
      await erase(world, person);
      await other.events.catchUp();
      expect([await countActive(server.url), await countActive(other.url)]).toEqual([before - 1, before - 1]);
      const { rows } = await server.database.pool.query(
        'SELECT FROM event_changes WHERE $1::bigint = ANY(seen_visitors)',
        [keyOfId(person.visitorId).toString()],
      );
      expect(rows).toEqual([]);
    } finally {
      await other.stop();
    }
  }, 120_000);
});
