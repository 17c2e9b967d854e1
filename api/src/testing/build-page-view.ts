import { randomUUID } from 'node:crypto';
import type { NewPageView } from '../events/index.js';

/** A page view with everything a test isn't about filled in. */
export function buildPageView(about: Partial<NewPageView> & Pick<NewPageView, 'siteId'>): NewPageView {
  return {
    eventId: randomUUID(),
    pageUrl: 'https://example.com/',
    visitorId: 'visitor-1',
    sessionId: 'session-1',
    isSessionDerived: false,
    viewedAt: new Date('2025-08-05T12:00:00Z'),
    timeOnPage: null,
    referrer: null,
    userAgent: null,
    ipAddress: null,
    deviceType: 'desktop',
    browser: 'Chrome',
    os: 'Windows',
    screenResolution: null,
    language: null,
    country: null,
    source: 'Direct',
    channel: 'Direct',
    utmSource: null,
    utmMedium: null,
    utmCampaign: null,
    utmTerm: null,
    utmContent: null,
    ...about,
  };
}
