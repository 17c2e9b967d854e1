/** What a dashboard asks for as its overview opens: names and addresses of the six calls. */
const DAY_MS = 86_400_000;

/** A day as the API writes it. */
export const toDate = (ms) => new Date(ms).toISOString().slice(0, 10);

/**
 * The calls over so many days, today the last of them unless said otherwise.
 *
 * @param filters what the reports are narrowed by, such as `{ country: 'DE' }`; the live figures know none
 */
export function listOverviewReads(site, { days = 30, lastDay = toDate(Date.now()), filters = {} } = {}) {
  const range = { site, start_date: toDate(Date.parse(lastDay) - (days - 1) * DAY_MS), end_date: lastDay };
  const report = (path, extra) => `/api/metrics/${path}?${new URLSearchParams({ ...range, ...extra, ...filters })}`;
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
