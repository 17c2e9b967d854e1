import { addDays, type NewPageView } from '@tidemark/api';
import { buildPageView } from '@tidemark/api/testing';

/** A session's pages are the first one, two or three of a row. */
const WALKS = [
  ['/tides', '/tides/harbour', '/pricing'],
  ['/', '/tides', '/about'],
  ['/blog/spring-tides', '/', '/pricing'],
] as const;
const SOURCES = [
  { source: 'Google', channel: 'Organic Search', referrer: 'https://www.google.com/' },
  { source: 'Direct', channel: 'Direct' },
  { source: 'letter', channel: 'Email', utmSource: 'letter', utmMedium: 'email', utmCampaign: 'spring' },
  { source: 'pier.example', channel: 'Referral', referrer: 'https://pier.example/' },
] as const;
const READERS = [
  {
    country: 'DE',
    deviceType: 'desktop',
    browser: 'Firefox',
    os: 'Linux',
    screenResolution: '1920x1080',
    language: 'de',
  },
  { country: 'FR', deviceType: 'mobile', browser: 'Safari', os: 'iOS', screenResolution: '390x844', language: 'fr' },
  {
    country: 'US',
    deviceType: 'desktop',
    browser: 'Chrome',
    os: 'Windows',
    screenResolution: '1536x864',
    language: 'en',
  },
  { country: null, deviceType: 'tablet', browser: 'Chrome', os: 'Android', screenResolution: null, language: null },
] as const;
/** Sessions a day, Sunday first. */
const RHYTHM = [30, 44, 48, 47, 46, 40, 28] as const;
const RUSH = 4;

interface History {
  siteId: number;
  host: string;
  /** The last day, `YYYY-MM-DD` in UTC; it has four times as many sessions as others of its kind. */
  lastDay: string;
  days: number;
}

/** The views of so many days, the same whenever they're asked for. */
export function* liveHistory({ siteId, host, lastDay, days }: History): Generator<NewPageView> {
  for (let back = days - 1; back >= 0; back -= 1) {
    const day = addDays(lastDay, -back);
    const usual = RHYTHM[new Date(day).getUTCDay()]! + ((back * 7) % 5);
    for (let session = 0; session < usual * (back === 0 ? RUSH : 1); session += 1) {
      const walk = WALKS[session % 3]!.slice(0, 1 + (Math.floor(session / 3) % 3));
      const beganMs = Date.parse(day) + (6 + (session % 15)) * 3_600_000 + session * 7_000;
      for (const [step, page] of walk.entries())
        yield buildPageView({
          siteId,
          pageUrl: `https://${host}${page}`,
          visitorId: `${day}/${session - (session % 2)}`,
          sessionId: `${day}/${session}`,
          viewedAt: new Date(beganMs + step * 60_000),
          timeOnPage: 20 + ((session * 13) % 90),
          ...SOURCES[session % 4]!,
          ...READERS[(session + back) % 4]!,
        });
    }
  }
}
