/**
 * People on a website: which pages they open, how long they stay, where they come from. Heavy-tailed, as real ones are:
 * few pages, sources and countries make up most of what is seen.
 */
import { randomUUID } from 'node:crypto';

const chrome = (system) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36`;
const DEVICES = [
  [
    34,
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Mobile Safari/537.36',
    '412x915',
  ],
  [26, chrome('Windows NT 10.0; Win64; x64'), '1920x1080'],
  [
    18,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    '393x852',
  ],
  [8, chrome('Macintosh; Intel Mac OS X 10_15_7'), '1512x982'],
  [5, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '2560x1440'],
  [
    5,
    'Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    '820x1180',
  ],
  [4, `${chrome('Windows NT 10.0; Win64; x64')} Edg/146.0.0.0`, '1536x864'],
];
const REFERRERS = [
  [42, 'https://www.google.com/'],
  [30, ''],
  [7, 'https://www.bing.com/'],
  [6, 'https://duckduckgo.com/'],
  [5, 'https://www.reddit.com/'],
  [4, 'https://news.ycombinator.com/'],
  [3, 'https://www.linkedin.com/'],
  [2, 'https://chatgpt.com/'],
  [1, 'https://harbour-notes.example/'],
];
const LANGUAGES = [
  [50, 'en-US'],
  [15, 'de-DE'],
  [12, 'en-GB'],
  [10, 'fr-FR'],
  [8, 'es-ES'],
  [5, 'ja-JP'],
];
const PAGES = 400;
const MEAN_STAY_MS = 20_000;

function pick(weighted) {
  let left = Math.random() * weighted.reduce((sum, [weight]) => sum + weight, 0);
  return (weighted.find(([weight]) => (left -= weight) < 0) ?? weighted[0]).slice(1);
}

function pickPath() {
  const rank = Math.floor(PAGES * Math.random() ** 3);
  return rank === 0 ? '/' : `/articles/${rank}`;
}

/** An address of the public internet; which country it lies in is for the API to say. */
function pickAddress() {
  const byte = () => Math.floor(Math.random() * 256);
  return `${[2, 5, 24, 31, 46, 62, 73, 80, 91, 133, 151, 201][Math.floor(Math.random() * 12)]}.${byte()}.${byte()}.${byte()}`;
}

/** Somebody who comes to a site, and stays the same when coming back. */
export function createVisitor() {
  const [userAgent, screenResolution] = pick(DEVICES);
  return { visitorId: randomUUID(), userAgent, screenResolution, language: pick(LANGUAGES)[0], address: pickAddress() };
}

/** A visitor's session: with a campaign, it begins on the page that the campaign leads to. */
export function createSession(visitor, { site, campaign }) {
  return {
    visitor,
    site,
    campaign,
    sessionId: randomUUID(),
    referrer: campaign ? '' : pick(REFERRERS)[0],
    lastUrl: null,
  };
}

/** The next page of a session: an event as the tracker sends it, one view a request. */
export function openPage(session) {
  const { visitor, site, campaign, lastUrl } = session;
  const origin = `https://${site}`;
  const isLanding = lastUrl === null;
  const url = isLanding && campaign ? `${origin}${campaign}` : `${origin}${pickPath()}`;
  session.lastUrl = url;
  return {
    timestamp: new Date().toISOString(),
    event_id: randomUUID(),
    page_url: url,
    referrer: isLanding ? session.referrer : lastUrl,
    screen_resolution: visitor.screenResolution,
    language: visitor.language,
    visitor_id: visitor.visitorId,
    session_id: session.sessionId,
  };
}

/** How long a page is looked at: many leave soon, few stay long. */
export function pickStayMs() {
  return 2_000 - MEAN_STAY_MS * Math.log(1 - Math.random());
}

/** The same event as its page is left: with the whole seconds on it. */
export function leavePage(event) {
  return { ...event, time_on_page: Math.floor((Date.now() - Date.parse(event.timestamp)) / 1_000) };
}

/** What a browser sends beside the body; the address as a proxy in front would pass it on. */
export function headersOf(visitor) {
  return {
    'content-type': 'text/plain;charset=UTF-8',
    'user-agent': visitor.userAgent,
    'x-forwarded-for': visitor.address,
  };
}
