import fc from 'fast-check';
import type { NewPageView } from '../events/index.js';
import { buildPageView } from './build-page-view.js';

/** Zones and days on which clocks are set forward, back, by half an hour, or not at all. */
export const seasons = [
  { timeZone: 'UTC', from: '2025-03-30' },
  { timeZone: 'Europe/Berlin', from: '2025-03-30' },
  { timeZone: 'Europe/Berlin', from: '2025-10-26' },
  { timeZone: 'America/New_York', from: '2025-11-02' },
  { timeZone: 'Australia/Lord_Howe', from: '2025-04-06' },
  { timeZone: 'Asia/Kolkata', from: '2025-03-30' },
  { timeZone: 'America/Sao_Paulo', from: '2025-10-26' },
] as const;

export const SEASON_DAYS = 3;

interface Sketch {
  visitor: number;
  session: number;
  page: number;
  minute: number;
  timeOnPage: number | null;
  device: string | null;
  country: string | null;
  source: string | null;
}

/** Random views of one site around a season: a few visitors and pages, sessions over midnight, ties in time. */
export const sketches = fc.array(
  fc.record<Sketch>({
    visitor: fc.integer({ min: 1, max: 6 }),
    session: fc.integer({ min: 1, max: 12 }),
    page: fc.integer({ min: 1, max: 5 }),
    // From the evening before the first day to the morning after the last.
    minute: fc.integer({ min: -180, max: SEASON_DAYS * 1_440 + 300 }),
    timeOnPage: fc.option(fc.integer({ min: 0, max: 900 })),
    device: fc.constantFrom('desktop', 'mobile', 'tablet', null),
    country: fc.constantFrom('DE', 'FR', null),
    source: fc.constantFrom('Google', 'Direct', 'example.org', null),
  }),
  { minLength: 1, maxLength: 60 },
);

export function toPageViews(siteId: number, startAt: Date, drawn: readonly Sketch[]): NewPageView[] {
  return drawn.map((sketch) =>
    buildPageView({
      siteId,
      visitorId: `v${sketch.visitor}`,
      sessionId: `s${sketch.session}`,
      pageUrl: `https://example.com/${sketch.page}`,
      viewedAt: new Date(startAt.getTime() + sketch.minute * 60_000),
      timeOnPage: sketch.timeOnPage,
      deviceType: sketch.device,
      country: sketch.country,
      source: sketch.source,
      channel:
        sketch.source &&
        (sketch.source === 'Google' ? 'Organic Search' : sketch.source === 'Direct' ? 'Direct' : 'Referral'),
    }),
  );
}
