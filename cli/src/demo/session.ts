import type { NewPageView } from '@tidemark/api';
import type { DemoSource } from './catalogue.js';
import { articlePages, bookPages, checkoutPages, homePage, servicePages, shelfPages } from './pages.js';
import { Wheel, type Random } from './random.js';
import type { DemoVisitor } from './visitors.js';

export interface SessionOptions {
  random: Random;
  siteId: number;
  visitor: DemoVisitor;
  source: DemoSource;
  startMs: number;
  /** Views after it haven't happened yet. */
  nowMs: number;
}

const NEXT_KINDS = new Wheel([
  ['book', 48],
  ['shelf', 26],
  ['article', 9],
  ['service', 10],
  ['home', 7],
] as const);
const MAX_SESSION_VIEWS = 20;
const MAX_SECONDS_ON_PAGE = 900;
const MEDIAN_SECONDS_ON_PAGE = { home: 18, book: 42, article: 75, other: 22 };
/** Some tabs close without a last word. */
const UNKNOWN_TIME_SHARE = { bounce: 0.3, last: 0.15, other: 0.02 };

/** One session: where it comes from, what it reads and for how long. */
export function generateSession(options: SessionOptions): NewPageView[] {
  const { random, source, nowMs } = options;
  const pages = drawPages(random, source);
  const sessionId = random.uuid();
  const views: NewPageView[] = [];
  let atMs = options.startMs;
  for (const [index, pageUrl] of pages.entries()) {
    const seconds = drawSeconds(random, pageUrl);
    const isLast = index === pages.length - 1;
    const unknownShare =
      pages.length === 1 ? UNKNOWN_TIME_SHARE.bounce : isLast ? UNKNOWN_TIME_SHARE.last : UNKNOWN_TIME_SHARE.other;
    const isKnown = !random.chance(unknownShare) && atMs + seconds * 1_000 <= nowMs;
    if (atMs > nowMs) break;
    views.push(
      buildView(options, {
        sessionId,
        pageUrl,
        previousPage: pages[index - 1] ?? null,
        viewedAt: new Date(Math.floor(atMs)),
        timeOnPage: isKnown ? seconds : null,
      }),
    );
    atMs += (seconds + random.exponential(4)) * 1_000;
  }
  return views;
}

type ViewOfSession = Pick<NewPageView, 'sessionId' | 'pageUrl' | 'viewedAt' | 'timeOnPage'> & {
  previousPage: string | null;
};

/** The first view tells the source; those after it come from the site itself. Written out: spreading is ten times slower. */
function buildView({ random, siteId, visitor, source }: SessionOptions, view: ViewOfSession): NewPageView {
  const isFirst = view.previousPage === null;
  const utm = isFirst ? source.utm : undefined;
  return {
    siteId,
    eventId: random.uuid(),
    pageUrl: view.pageUrl,
    visitorId: visitor.visitorId,
    sessionId: view.sessionId,
    isSessionDerived: false,
    viewedAt: view.viewedAt,
    timeOnPage: view.timeOnPage,
    referrer: isFirst ? source.referrer : view.previousPage,
    userAgent: visitor.device.userAgent,
    ipAddress: null,
    deviceType: visitor.device.deviceType,
    browser: visitor.device.browser,
    os: visitor.device.os,
    screenResolution: visitor.screenResolution,
    language: visitor.language,
    country: visitor.country,
    source: isFirst ? source.source : null,
    channel: isFirst ? source.channel : null,
    utmSource: utm?.source ?? null,
    utmMedium: utm?.medium ?? null,
    utmCampaign: utm?.campaign ?? null,
    utmTerm: null,
    utmContent: utm?.content ?? null,
  };
}

function drawPages(random: Random, source: DemoSource): string[] {
  const landing = random.chance(0.75) ? source.landing : 'home';
  const pages = [landing === 'home' ? homePage : random.pick(landing === 'book' ? bookPages : articlePages)];
  const bounceShare = { home: 0.32, book: 0.46, article: 0.6 }[landing];
  if (random.chance(bounceShare)) return pages;
  const length = Math.min(MAX_SESSION_VIEWS, 2 + Math.floor(random.exponential(3.1)));
  while (pages.length < length) pages.push(drawNextPage(random, pages.at(-1) ?? homePage));
  return pages;
}

function drawNextPage(random: Random, current: string): string {
  if (current === checkoutPages.cart && random.chance(0.4)) return checkoutPages.checkout;
  if (current === checkoutPages.checkout && random.chance(0.7)) return checkoutPages.thanks;
  switch (random.pick(NEXT_KINDS)) {
    case 'book':
      return random.pick(bookPages);
    case 'shelf':
      return random.pick(shelfPages);
    case 'article':
      return random.pick(articlePages);
    case 'service':
      return random.pick(servicePages);
    case 'home':
      return homePage;
  }
}

/** Log-normal, as times on pages are. */
function drawSeconds(random: Random, pageUrl: string): number {
  const kind =
    pageUrl === homePage
      ? 'home'
      : pageUrl.includes('/books/')
        ? 'book'
        : pageUrl.includes('/journal/')
          ? 'article'
          : 'other';
  const seconds = MEDIAN_SECONDS_ON_PAGE[kind] * Math.exp(0.85 * random.normal());
  return Math.min(MAX_SECONDS_ON_PAGE, Math.max(1, Math.round(seconds)));
}
