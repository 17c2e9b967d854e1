import { describe, expect, it } from '@jest/globals';
import { channelOf } from './channel.js';
import type { ClickId } from './page.js';
import { cutReferrer, sourceOf } from './source.js';

const arrival = { utmSource: null, referrer: null, hostname: 'www.example.com', domain: 'example.com' };
const named = (referrer: string | null, utmSource: string | null = null) =>
  sourceOf({ ...arrival, referrer, utmSource })?.name ?? null;

describe('the source of a view', () => {
  it.each([
    [null, 'Direct'],
    ['', 'Direct'],
    ['not a url; DROP TABLE', 'Direct'],
    ['https://www.google.co.uk/search?q=x', 'Google'],
    ['https://duckduckgo.com/', 'DuckDuckGo'],
    ['https://news.ycombinator.com/item?id=1', 'Hacker News'],
    ['https://ycombinator.com/', 'ycombinator.com'],
    ['https://t.co/abc', 'X'],
    ['https://chatgpt.com/', 'ChatGPT'],
    ['https://gemini.google.com/app', 'Gemini'],
    ['android-app://com.google.android.googlequicksearchbox/', 'Google'],
    ['android-app://com.unknown.app/', 'com.unknown.app'],
    ['https://blog.some-shop.co.uk/a', 'some-shop.co.uk'],
    ['http://192.168.0.7/x', '192.168.0.7'],
    ['http://localhost:3000/', 'localhost'],
  ])('of %s is %s', (referrer, name) => {
    expect(named(referrer)).toBe(name);
  });

  it('is the campaign where one is given, whatever the referrer', () => {
    expect(named('https://google.com/', 'spring-letter')).toBe('spring-letter');
  });

  it.each(['https://example.com/a', 'https://shop.example.com/', 'https://www.example.com/'])(
    'is none for %s, the site itself',
    (referrer) => {
      expect(named(referrer)).toBeNull();
    },
  );

  it('is not the site for a domain that merely ends alike', () => {
    expect(named('https://badexample.com/')).toBe('badexample.com');
  });
});

describe('the stored referrer', () => {
  it('has no query and no fragment', () => {
    expect(cutReferrer('https://google.com/search?q=my+illness#x')).toBe('https://google.com/search');
  });

  it('stays as text where it is no URL', () => {
    expect(cutReferrer('"><script>alert(1)</script>')).toBe('"><script>alert(1)</script>');
  });
});

describe('the channel of an arrival', () => {
  const channel = (
    referrer: string | null,
    given: { source?: string; medium?: string; campaign?: string; clickId?: ClickId } = {},
  ) => {
    const source = sourceOf({ ...arrival, referrer, utmSource: given.source ?? null });
    if (!source) throw new Error('internal');
    return channelOf({
      source,
      medium: given.medium ?? null,
      campaign: given.campaign ?? null,
      clickId: given.clickId ?? null,
    });
  };

  it.each([
    ['Direct', null, {}],
    ['Organic Search', 'https://www.bing.com/', {}],
    ['Organic Social', 'https://www.reddit.com/r/x', {}],
    ['Organic Video', 'https://www.youtube.com/', {}],
    ['AI Assistant', 'https://www.perplexity.ai/', {}],
    ['Email', 'https://mail.google.com/', {}],
    ['Referral', 'https://example.org/', {}],
    ['Paid Search', 'https://www.google.com/', { clickId: 'gclid' }],
    ['Paid Search', null, { source: 'google', medium: 'cpc' }],
    ['Paid Social', null, { source: 'facebook', medium: 'paid_social' }],
    ['Organic Social', 'https://facebook.com/', { clickId: 'fbclid' }],
    ['Email', null, { source: 'newsletter', medium: 'e-mail' }],
    ['Display', null, { source: 'network', medium: 'banner' }],
    ['Affiliates', null, { source: 'partner', medium: 'affiliate' }],
    ['Paid Other', null, { source: 'partner', medium: 'paid' }],
    ['Paid Shopping', null, { source: 'etsy.com', medium: 'cpc' }],
    ['Organic Shopping', 'https://www.amazon.de/', {}],
    ['SMS', null, { source: 'sms', medium: 'text' }],
    ['Mobile Push', null, { source: 'app', medium: 'web-push' }],
    ['Audio', null, { source: 'podcast', medium: 'audio' }],
    ['Unassigned', null, { source: 'poster', medium: 'qr' }],
  ] as const)('is %s for %s with %j', (expected, referrer, given) => {
    expect(channel(referrer, given)).toBe(expected);
  });
});
