import { cutAddress } from '../domain/address.js';
import { channelOf } from '../domain/channel.js';
import { readPageAddress } from '../domain/page.js';
import { cutReferrer, sourceOf } from '../domain/source.js';
import { storableText } from '../domain/text.js';
import type { NewPageView } from '../events/index.js';
import type { CountryFinder } from './country.js';
import type { ObservedView } from './observed-view.js';
import type { Agent } from './agent.js';

/** What enriching needs to know of a site. */
export interface EnrichedSite {
  id: number;
  domain: string;
  significantParameters: string[];
}

/** Whose view it is, given or derived. */
export interface Identity {
  visitorId: string;
  sessionId: string;
  isSessionDerived: boolean;
}

/** As the columns hold them. */
const MAX_LENGTHS = { referrer: 500, userAgent: 1_000, browser: 100, os: 100, screenResolution: 20, language: 10 };

/**
 * Makes an observed view ready to be stored: canonical page, campaign, source, channel, device, country; the address
 * cut to its network. What the view says itself goes before what its user agent says.
 *
 * @returns null when the page's canonical form is no URL of at most 500 characters
 */
export function enrichView(
  observed: ObservedView,
  site: EnrichedSite,
  agent: Agent,
  identity: Identity,
  findCountry: CountryFinder,
): NewPageView | null {
  const address = readPageAddress(observed.pageUrl, site.significantParameters);
  if (!address || address.pageUrl.length > 500) return null;
  const { utm } = address;
  const referrer = observed.referrer ?? null;
  const source = sourceOf({ utmSource: utm.source, referrer, hostname: address.hostname, domain: site.domain });
  return {
    siteId: site.id,
    eventId: observed.eventId,
    pageUrl: address.pageUrl,
    ...identity,
    viewedAt: observed.viewedAt,
    timeOnPage: observed.timeOnPage ?? null,
    referrer: storableText(cutReferrer(referrer), MAX_LENGTHS.referrer),
    userAgent: storableText(observed.userAgent, MAX_LENGTHS.userAgent),
    ipAddress: cutAddress(observed.address),
    deviceType: observed.deviceType ? knownDeviceType(observed.deviceType) : agent.deviceType,
    browser: storableText(observed.browser, MAX_LENGTHS.browser) ?? storableText(agent.browser, MAX_LENGTHS.browser),
    os: storableText(observed.os, MAX_LENGTHS.os) ?? storableText(agent.os, MAX_LENGTHS.os),
    screenResolution: storableText(observed.screenResolution, MAX_LENGTHS.screenResolution),
    language: storableText(observed.language, MAX_LENGTHS.language),
    country: findCountry(observed.address),
    source: source?.name ?? null,
    channel: source && channelOf({ source, medium: utm.medium, campaign: utm.campaign, clickId: address.clickId }),
    utmSource: utm.source,
    utmMedium: utm.medium,
    utmCampaign: utm.campaign,
    utmTerm: utm.term,
    utmContent: utm.content,
  };
}

function knownDeviceType(given: string): string {
  const type = given.toLowerCase();
  return ['desktop', 'mobile', 'tablet'].includes(type) ? type : 'other';
}
