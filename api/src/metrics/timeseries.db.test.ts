import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, TimeseriesReport } from '@tidemark/contracts';
import request from 'supertest';
import { buildPageView, startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ now: () => new Date('2025-11-20T10:00:00Z') });
  const { id: siteId } = await server.sites.save({ domain: 'example.com', name: 'x', timezone: 'Europe/Berlin' });
  const view = (visitorId: string, viewedAt: string, deviceType = 'desktop') =>
    buildPageView({
      siteId,
      visitorId,
      sessionId: `${visitorId} ${viewedAt}`,
      viewedAt: new Date(viewedAt),
      deviceType,
    });
  await server.events.append([
    // Clocks are set forward: there is no 02:30.
    view('a', '2025-03-30T01:30:00+01:00'),
    view('b', '2025-03-30T03:30:00+02:00'),
    // Clocks are set back: 02:30 comes twice.
    view('a', '2025-10-26T02:30:00+02:00'),
    view('a', '2025-10-26T02:30:00+01:00', 'mobile'),
    view('b', '2025-10-26T02:45:00+01:00'),
    // A visitor of several days, weeks and months.
    view('a', '2025-10-27T12:00:00+01:00', 'mobile'),
    view('a', '2025-10-31T23:59:00+01:00'),
    view('c', '2025-11-01T00:00:00+01:00'),
    view('a', '2025-11-03T12:00:00+01:00'),
  ]);
  await server.settle();
});
afterAll(() => server.stop());

const read = async (query: string): Promise<TimeseriesReport> => {
  const response = await request(server.url).get(`/api/metrics/timeseries?${query}`);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return response.body as TimeseriesReport;
};
/** Start, page views and visitors of the rows that have any. */
const rowsOf = ({ data }: Pick<TimeseriesReport, 'data'>) =>
  data.filter((row) => row.page_views > 0).map((row) => [row.start, row.page_views, row.unique_visitors]);
const AUTUMN = 'start_date=2025-10-26&end_date=2025-11-04';

describe('GET /api/metrics/timeseries', () => {
  it('gives the figures of each day, and of the range, by default', async () => {
    const report = await read('start_date=2025-10-26&end_date=2025-10-28');
    expect(report).toMatchObject({
      site: 'example.com',
      timezone: 'Europe/Berlin',
      start_date: '2025-10-26',
      end_date: '2025-10-28',
      interval: 'day',
      totals: { page_views: 4, sessions: 4, unique_visitors: 2, bounce_rate: 1 },
    });
    expect(rowsOf(report)).toEqual([
      ['2025-10-26', 3, 2],
      ['2025-10-27', 1, 1],
    ]);
    expect(report.data[2]).toEqual({
      start: '2025-10-28',
      page_views: 0,
      page_visits: 0,
      unique_visitors: 0,
      sessions: 0,
      avg_time_on_page: null,
      bounce_rate: null,
      avg_session_duration: null,
    });
  });

  it.each(['', '&page=*'])(
    'begins weeks on Monday, the first with the range, and counts visitors in each%s',
    async (by) => {
      const report = await read(`interval=week&${AUTUMN}${by}`);
      expect(report.data.map(({ start }) => start)).toEqual(['2025-10-26', '2025-10-27', '2025-11-03']);
      expect(rowsOf(report)).toEqual([
        ['2025-10-26', 3, 2],
        ['2025-10-27', 3, 2],
        ['2025-11-03', 1, 1],
      ]);
      expect(report.totals.unique_visitors).toBe(3);
    },
  );

  it.each(['', '&page=*'])('begins months on the first of the site, the first with the range%s', async (by) => {
    const report = await read(`interval=month&${AUTUMN}${by}`);
    expect(rowsOf(report)).toEqual([
      ['2025-10-26', 5, 2],
      ['2025-11-01', 2, 2],
    ]);
    const wide = await read(`interval=month&start_date=2025-09-01&end_date=2025-11-30${by}`);
    expect(wide.data.map(({ start, page_views }) => [start, page_views])).toEqual([
      ['2025-09-01', 0],
      ['2025-10-01', 5],
      ['2025-11-01', 2],
    ]);
  });

  it.each([
    [
      '2025-03-30',
      23,
      [
        ['2025-03-30T01:00:00+01:00', 1, 1],
        ['2025-03-30T03:00:00+02:00', 1, 1],
      ],
    ],
    [
      '2025-10-26',
      25,
      [
        ['2025-10-26T02:00:00+02:00', 1, 1],
        ['2025-10-26T02:00:00+01:00', 2, 2],
      ],
    ],
  ])('gives %s, a day on which clocks are set, its %d hours', async (day, hours, rows) => {
    const report = await read(`interval=hour&start_date=${day}&end_date=${day}`);
    expect(report.data).toHaveLength(hours);
    expect(rowsOf(report)).toEqual(rows);
    expect(report.data[0]?.start).toMatch(/T00:00:00\+/);
  });

  it('heeds filters, in totals too', async () => {
    const report = await read(`interval=week&${AUTUMN}&device_type=mobile`);
    expect(rowsOf(report)).toEqual([
      ['2025-10-26', 1, 1],
      ['2025-10-27', 1, 1],
    ]);
    expect(report.totals).toMatchObject({ page_views: 2, sessions: 2, unique_visitors: 1 });
    expect(rowsOf(await read(`interval=hour&${AUTUMN}&hour_of_day=2&device_type=!mobile`))).toEqual([
      ['2025-10-26T02:00:00+02:00', 1, 1],
      ['2025-10-26T02:00:00+01:00', 1, 1],
    ]);
  });

  it('compares with the period before, cut alike', async () => {
    const { comparison } = await read(
      'interval=week&start_date=2025-11-01&end_date=2025-11-06&compare=previous_period',
    );
    expect(comparison).toMatchObject({
      mode: 'previous_period',
      start_date: '2025-10-26',
      end_date: '2025-10-31',
      totals: { page_views: 5, unique_visitors: 2 },
    });
    expect(comparison && rowsOf(comparison)).toEqual([
      ['2025-10-26', 3, 2],
      ['2025-10-27', 2, 1],
    ]);
  });

  it('gives CSV a line an interval', async () => {
    const { text, headers } = await request(server.url).get(
      '/api/metrics/timeseries?interval=month&start_date=2025-10-01&end_date=2025-10-31&format=csv',
    );
    expect(headers['content-disposition']).toContain('month.csv');
    expect(text).toBe(
      [
        'start,page_visits,page_views,unique_visitors,sessions,avg_time_on_page,bounce_rate,avg_session_duration',
        '2025-10-01,5,5,2,5,,1,0',
        '',
      ].join('\r\n'),
    );
  });

  it.each([
    ['interval=year', 'interval', /Invalid option/],
    [
      'interval=hour&start_date=2025-10-01&end_date=2025-11-01',
      'interval',
      /^hours are told of at most 31 days: ask for/,
    ],
    ['interval=week&end_date=yesterday', 'end_date', /Invalid ISO date/],
  ])('refuses %s, naming %s', async (query, path, message) => {
    const response = await request(server.url).get(`/api/metrics/timeseries?${query}`).expect(400);
    expect((response.body as Problem).errors).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('gives the hours of 31 days', async () => {
    const { data } = await read('interval=hour&start_date=2025-10-01&end_date=2025-10-31');
    expect(data).toHaveLength(31 * 24 + 1);
  });
});
