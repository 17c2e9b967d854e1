/** What a dashboard asks for as its overview opens: names and addresses of the six calls. */
const DAY_MS = 86_400_000;
const toDate = (ms) => new Date(ms).toISOString().slice(0, 10);

/** The calls over the last 30 days, today among them. */
export function listOverviewReads(site, now = Date.now()) {
  const range = { site, start_date: toDate(now - 29 * DAY_MS), end_date: toDate(now) };
  const report = (path, extra) => `/api/metrics/${path}?${new URLSearchParams({ ...range, ...extra })}`;
  return [
    ['daily', report('daily', { compare: 'previous_period' })],
    ['pages', report('pages', { limit: '10' })],
    ['sources', report('sources', { limit: '10' })],
    ['devices', report('breakdown', { dimension: 'device_type', limit: '10' })],
    ['countries', report('breakdown', { dimension: 'country', limit: '10' })],
    ['realtime', `/api/metrics/realtime?${new URLSearchParams({ site })}`],
  ];
}

/** The live view's server-sent events. */
export const realtimeStreamPath = (site) => `/api/metrics/realtime/stream?${new URLSearchParams({ site })}`;
