import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BreakdownReport, DailyReport, PagesReport, Problem, SourcesReport } from '@tidemark/contracts';
import request from 'supertest';
import type { NewPageView } from '../events/index.js';
import { buildPageView, startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
let siteId: number;

const at = (clock: string) => new Date(`2025-08-05T${clock}:00Z`);
const page = (path: string) => `https://example.com${path}`;

beforeAll(async () => {
  server = await startTestServer({ now: () => new Date('2025-08-20T10:00:00Z') });
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'Example', timezone: 'UTC' }));
  const view = (about: Partial<NewPageView>) => buildPageView({ siteId, ...about });
  await server.events.append([
    // One visitor from Google reads two pages, one of them twice.
    view({
      visitorId: 'a',
      sessionId: 'a1',
      viewedAt: at('10:00'),
      pageUrl: page('/'),
      timeOnPage: 30,
      source: 'Google',
      channel: 'Organic Search',
      country: 'DE',
    }),
    view({
      visitorId: 'a',
      sessionId: 'a1',
      viewedAt: at('10:01'),
      pageUrl: page('/pricing'),
      timeOnPage: 60,
      source: null,
      channel: null,
      country: 'DE',
    }),
    view({
      visitorId: 'a',
      sessionId: 'a1',
      viewedAt: at('10:03'),
      pageUrl: page('/'),
      timeOnPage: null,
      source: null,
      channel: null,
      country: 'DE',
    }),
    // Another comes by a campaign and leaves at once.
    view({
      visitorId: 'b',
      sessionId: 'b1',
      viewedAt: at('11:00'),
      pageUrl: page('/pricing'),
      deviceType: 'mobile',
      source: 'news',
      channel: 'Email',
      utmSource: 'news',
      utmCampaign: 'may',
    }),
    // A third stays over midnight.
    view({ visitorId: 'c', sessionId: 'c1', viewedAt: at('23:55'), pageUrl: page('/'), country: 'FR' }),
    view({
      visitorId: 'c',
      sessionId: 'c1',
      viewedAt: new Date('2025-08-06T00:05:00Z'),
      pageUrl: page('/'),
      timeOnPage: 20,
      country: 'FR',
    }),
    view({
      visitorId: 'c',
      sessionId: 'c1',
      viewedAt: new Date('2025-08-06T00:10:00Z'),
      pageUrl: page('/=cmd|calc'),
      country: 'FR',
    }),
  ]);
  await server.settle();
});
afterAll(() => server.stop());

const read = async <Report>(path: string): Promise<Report> => {
  const response = await request(server.url).get(`/api/metrics/${path}`);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return response.body as Report;
};
const AUGUST = 'start_date=2025-08-05&end_date=2025-08-06';

describe('GET /api/metrics/daily', () => {
  it('gives the figures of METRICS for each day and for the range', async () => {
    const report = await read<DailyReport>(`daily?${AUGUST}`);
    expect(report).toMatchObject({
      site: 'example.com',
      timezone: 'UTC',
      start_date: '2025-08-05',
      end_date: '2025-08-06',
    });
    expect(report.data[0]).toEqual({
      date: '2025-08-05',
      page_views: 5,
      page_visits: 4,
      unique_visitors: 3,
      sessions: 3,
      avg_time_on_page: 45,
      bounce_rate: 1 / 3,
      avg_session_duration: (180 + 0 + 900) / 3,
      top_pages: [
        { page: 'example.com/', page_views: 3 },
        { page: 'example.com/pricing', page_views: 2 },
      ],
      traffic_sources: [
        { source: 'Direct', sessions: 1 },
        { source: 'Google', sessions: 1 },
        { source: 'news', sessions: 1 },
      ],
      device_distribution: { desktop: 2, mobile: 1, tablet: 0, other: 0 },
    });
    expect(report.data[1]).toMatchObject({
      page_views: 2,
      page_visits: 1,
      unique_visitors: 1,
      sessions: 0,
      bounce_rate: null,
      avg_session_duration: null,
    });
    expect(report.totals).toEqual({
      page_views: 7,
      page_visits: 5,
      unique_visitors: 3,
      sessions: 3,
      avg_time_on_page: 110 / 3,
      bounce_rate: 1 / 3,
      avg_session_duration: 360,
    });
  });

  it('covers the last 30 days by default, days without traffic as zeros', async () => {
    const { data, start_date, end_date } = await read<DailyReport>('daily');
    expect([start_date, end_date, data.length]).toEqual(['2025-07-22', '2025-08-20', 30]);
    expect(data.at(-1)).toMatchObject({
      date: '2025-08-20',
      page_views: 0,
      unique_visitors: 0,
      avg_time_on_page: null,
      bounce_rate: null,
      top_pages: [],
    });
  });

  it('compares with the period before and with the year before', async () => {
    const before = await read<DailyReport>('daily?start_date=2025-08-06&end_date=2025-08-06&compare=previous_period');
    expect(before.comparison).toMatchObject({
      mode: 'previous_period',
      start_date: '2025-08-05',
      end_date: '2025-08-05',
      totals: { page_views: 5 },
    });
    const year = await read<DailyReport>('daily?start_date=2026-08-05&end_date=2026-08-05&compare=previous_year');
    expect(year.comparison).toMatchObject({ start_date: '2025-08-05', totals: { page_views: 5 } });
  });
});

describe('the other reports', () => {
  it('rank pages by views, with entries, exits and the bounces of those who entered there', async () => {
    const { data, total_rows } = await read<PagesReport>(`pages?${AUGUST}&limit=2`);
    expect(total_rows).toBe(3);
    expect(data).toEqual([
      {
        page: 'example.com/',
        page_views: 4,
        page_visits: 2,
        unique_visitors: 2,
        avg_time_on_page: 25,
        bounce_rate: 0,
        entries: 2,
        exits: 1,
      },
      {
        page: 'example.com/pricing',
        page_views: 2,
        page_visits: 2,
        unique_visitors: 2,
        avg_time_on_page: 60,
        bounce_rate: 1,
        entries: 1,
        exits: 1,
      },
    ]);
  });

  it('count a page of the session for the source the session began with', async () => {
    const { data } = await read<SourcesReport>(`sources?${AUGUST}`);
    expect(data.map(({ source, channel, sessions, page_views }) => [source, channel, sessions, page_views])).toEqual([
      ['Direct', 'Direct', 1, 3],
      ['Google', 'Organic Search', 1, 3],
      ['news', 'Email', 1, 1],
    ]);
  });

  it('have a row (none) for what is unknown', async () => {
    const { data } = await read<BreakdownReport>(`breakdown?dimension=country&${AUGUST}`);
    expect(data.map(({ value, page_views, sessions }) => [value, page_views, sessions])).toEqual([
      ['DE', 3, 1],
      ['FR', 3, 1],
      ['(none)', 1, 1],
    ]);
  });

  it.each([
    [
      'exit_page',
      [
        ['example.com/', 3, 1],
        ['example.com/=cmd|calc', 3, 1],
        ['example.com/pricing', 1, 1],
      ],
    ],
    [
      'hour_of_day',
      [
        ['0', 2, 0],
        ['10', 3, 1],
        ['11', 1, 1],
        ['23', 1, 1],
      ],
    ],
    [
      'day_of_week',
      [
        ['2', 5, 3],
        ['3', 2, 0],
      ],
    ],
    [
      'weekday_hour',
      [
        ['2-10', 3, 1],
        ['2-11', 1, 1],
        ['2-23', 1, 1],
        ['3-00', 2, 0],
      ],
    ],
    [
      'utm_campaign',
      [
        ['(none)', 6, 2],
        ['may', 1, 1],
      ],
    ],
  ])('break figures down by %s', async (dimension, rows) => {
    const { data } = await read<BreakdownReport>(`breakdown?dimension=${dimension}&${AUGUST}`);
    expect(data.map(({ value, page_views, sessions }) => [value, page_views, sessions]).sort()).toEqual(rows.sort());
  });

  it('give all hours in their order, also without a limit', async () => {
    const everyHour = Array.from({ length: 24 }, (_, hour) =>
      buildPageView({ siteId, sessionId: `h${hour}`, viewedAt: new Date(Date.UTC(2025, 6, 1, hour)) }),
    );
    await server.events.append(everyHour);
    await server.settle();
    const { data } = await read<BreakdownReport>(
      'breakdown?dimension=hour_of_day&start_date=2025-07-01&end_date=2025-07-01',
    );
    expect(data.map(({ value }) => value)).toEqual(everyHour.map((_, hour) => String(hour)));
  });

  it('compare each row with the same row before', async () => {
    const { comparison } = await read<PagesReport>(
      'pages?start_date=2025-08-06&end_date=2025-08-06&compare=previous_period&limit=1',
    );
    expect(comparison?.data.map(({ page: name, page_views }) => [name, page_views])).toEqual([['example.com/', 3]]);
  });
});

describe('sources', () => {
  it('are compared by channel, also where there are more channels than rows asked for', async () => {
    const { id } = await server.sites.save({ domain: 'channels.example', name: 'channels', timezone: 'UTC' });
    const visit = (day: string, channel: string, session: number) =>
      buildPageView({
        ...{ siteId: id, source: 'news', channel, sessionId: `${day} ${channel} ${session}` },
        viewedAt: new Date(`2025-08-${day}T10:00:00Z`),
      });
    await server.events.append([
      visit('05', 'Referral', 1),
      ...[1, 2].map((session) => visit('05', 'Display', session)),
      visit('05', 'Email', 1),
      visit('06', 'Email', 1),
    ]);
    await server.settle();
    const { data, comparison } = await read<SourcesReport>(
      'sources?site=channels.example&start_date=2025-08-06&end_date=2025-08-06&compare=previous_period&limit=1',
    );
    const brief = (rows: SourcesReport['data']) => rows.map(({ channel, sessions }) => [channel, sessions]);
    expect([brief(data), brief(comparison?.data ?? [])]).toEqual([[['Email', 1]], [['Email', 1]]]);
  });
});

describe('a range that ends within the first 30 days there are', () => {
  it('begins with the first', async () => {
    const { data } = await read<DailyReport>('daily?end_date=1970-01-03');
    expect(data.map(({ date }) => date)).toEqual(['1970-01-01', '1970-01-02', '1970-01-03']);
  });
});

describe('filters', () => {
  it.each([
    ['device_type=mobile', 1, 1],
    ['device_type=!mobile', 6, 2],
    ['source=Google,news', 4, 2],
    ['channel=!Email', 6, 2],
    ['page=example.com/pr*', 2, 2],
    ['page=!example.com/', 3, 3],
    ['country=(none)', 1, 1],
    ['country=!(none)', 6, 2],
    ['utm_campaign=m*', 1, 1],
    ['browser=100%25', 0, 0],
    ['os=W_ndows', 0, 0],
    ["source=' OR 1=1 --", 0, 0],
    ['country=FR&page=example.com/', 2, 1],
    ['entry_page=example.com/pricing', 1, 1],
    ['entry_page=!*/pricing', 6, 2],
    ['exit_page=example.com/', 3, 1],
    ['entry_page=example.com/&page=example.com/pricing', 1, 1],
    ['language=(none)', 7, 3],
    ['screen_resolution=!(none)', 0, 0],
    ['hour_of_day=10,11', 4, 2],
    ['hour_of_day=0', 2, 0],
    ['hour_of_day=noon', 0, 0],
    ['day_of_week=3', 2, 0],
    ['weekday_hour=2-23,3-00', 3, 1],
    ['weekday_hour=!2-1*', 3, 1],
  ])('%s leaves %d page views and %d sessions', async (filter, views, sessions) => {
    const { totals, data } = await read<DailyReport>(`daily?${AUGUST}&${filter}`);
    expect([totals.page_views, totals.sessions]).toEqual([views, sessions]);
    expect(data.reduce((sum, day) => sum + day.page_views, 0)).toBe(views);
  });
});

describe('a question that makes no sense', () => {
  it.each([
    ['daily?start_date=2025-02-30', 400, ['start_date']],
    ['daily?start_date=2025-08-06&end_date=2025-08-05', 400, ['end_date']],
    ['daily?start_date=1900-01-01', 400, ['start_date']],
    ...[
      'daily?',
      'timeseries?',
      'ignored?',
      'pages?compare=previous_year&',
      'sources?compare=previous_period&',
    ].flatMap((report): [string, number, string[]][] => [
      [`${report}start_date=0000-01-01&end_date=0000-01-02`, 400, ['end_date', 'start_date']],
      [`${report}start_date=0001-01-01&end_date=0001-01-02`, 400, ['end_date', 'start_date']],
      [`${report}end_date=1969-12-31`, 400, ['end_date']],
    ]),
    ['pages?limit=0', 400, ['limit']],
    ['pages?limit=1001', 400, ['limit']],
    ['pages?limit=ten', 400, ['limit']],
    ['sources?compare=never&format=xml', 400, ['compare', 'format']],
    ['breakdown', 400, ['dimension']],
    ['breakdown?dimension=visitor_id', 400, ['dimension']],
    ['pages?page=!', 400, ['page']],
    ['pages?page=%00', 400, ['page']],
    ['daily?site=nowhere.example', 404, undefined],
    ['nothing', 404, undefined],
  ])('%s is %d', async (path, status, paths) => {
    const response = await request(server.url).get(`/api/metrics/${path}`);
    const problem = response.body as Problem;
    expect([response.status, problem.errors?.map((error) => error.path).sort()]).toEqual([status, paths]);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});

describe('CSV', () => {
  it('has a column each field, and defuses what a spreadsheet would run', async () => {
    const response = await request(server.url).get(`/api/metrics/breakdown?dimension=utm_source&${AUGUST}&format=csv`);
    expect(response.headers['content-type']).toContain('text/csv');
    expect(response.text.split('\r\n')[0]).toBe(
      'value,page_visits,page_views,unique_visitors,sessions,avg_time_on_page,bounce_rate,avg_session_duration',
    );
  });
});
