import type { NewPageView, QueriedDayWriter } from '@tidemark/api';
import { userAgentOf } from './user-agents.js';

interface SimulatedView {
  event_id: string;
  page: string;
  visitor_id: string;
  session_id: string;
  viewed_at: number;
  time_on_page: number | null;
  referrer: string | null;
  network: string;
  device_type: string;
  browser: string;
  os: string;
  screen_resolution: string | null;
  language: string | null;
  country: string | null;
  source: string | null;
  channel: string | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_term: string | null;
  utm_content: string | null;
}

/** Simulated rows as the ingest has them: ids are text, and views that follow within a session have no source of their own. */
const selectViews = (day: string) => `
  SELECT md5(session_key || ' ' || viewed_at)::UUID::VARCHAR AS event_id, page, md5('visitor ' || visitor_key)::UUID::VARCHAR AS visitor_id,
    md5('session ' || session_key)::UUID::VARCHAR AS session_id, viewed_at::DOUBLE AS viewed_at, time_on_page, referrer,
    (11 + hash(visitor_key) % 170) || '.' || (hash(visitor_key) >> 8) % 256 || '.' || (hash(visitor_key) >> 16) % 256 || '.0' AS network,
    device_type, browser, os, screen_resolution, language, country,
    ${['source', 'channel', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content']
      .map((name) => `CASE WHEN is_entry THEN ${name} END AS ${name}`)
      .join(', ')}
  FROM (${day}) ORDER BY viewed_at, event_id`;

/** A simulated day's views in order of time, so many at a time. The same day gives the same event ids. */
export async function* pageViewsOf(
  writer: QueriedDayWriter,
  day: string,
  { siteId, size }: { siteId: number; size: number },
): AsyncGenerator<NewPageView[]> {
  let batch: NewPageView[] = [];
  for await (const rows of writer.read<SimulatedView>(selectViews(day))) {
    for (const row of rows) batch.push(toPageView(siteId, row));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function toPageView(siteId: number, row: SimulatedView): NewPageView {
  return {
    siteId,
    eventId: row.event_id,
    pageUrl: `https://${row.page}`,
    visitorId: row.visitor_id,
    sessionId: row.session_id,
    isSessionDerived: false,
    viewedAt: new Date(row.viewed_at),
    timeOnPage: row.time_on_page,
    referrer: row.referrer,
    userAgent: userAgentOf({ deviceType: row.device_type, browser: row.browser, os: row.os }),
    ipAddress: row.network,
    deviceType: row.device_type,
    browser: row.browser,
    os: row.os,
    screenResolution: row.screen_resolution,
    language: row.language,
    country: row.country,
    source: row.source,
    channel: row.channel,
    utmSource: row.utm_source,
    utmMedium: row.utm_medium,
    utmCampaign: row.utm_campaign,
    utmTerm: row.utm_term,
    utmContent: row.utm_content,
  };
}
