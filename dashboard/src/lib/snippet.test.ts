import { describe, expect, it } from '@jest/globals';
import { buildSnippet } from './snippet.js';

const site = { domain: 'harbour.example', apiUrl: 'https://stats.example' };
const asks = { respect_do_not_track: true, after_refusal: 'nothing' } as const;

describe('the snippet', () => {
  it('is one line where nothing is stored', () => {
    expect(buildSnippet(site)).toBe(
      '<script defer data-site="harbour.example" src="https://stats.example/tracker.js"></script>',
    );
  });

  it('brings the banner where visitors are asked', () => {
    expect(buildSnippet({ ...site, mode: 'consent', settings: asks }).split('\n')).toEqual([
      '<script defer data-site="harbour.example" data-mode="consent" src="https://stats.example/tracker.js"></script>',
      '<script defer data-policy="/privacy" src="https://stats.example/tidemark-banner.js"></script>',
    ]);
  });

  it.each([
    ['consent', { ...asks, after_refusal: 'cookieless' }, 'data-refused="cookieless"', true],
    ['always', { ...asks, after_refusal: 'cookieless' }, 'data-refused', false],
    ['cookieless', { ...asks, respect_do_not_track: false }, 'data-dnt="ignore"', true],
    ['cookieless', asks, 'data-dnt', false],
  ] as const)('of the mode %s says what the site is set to: %j', (mode, settings, attribute, isThere) => {
    expect(buildSnippet({ ...site, mode, settings }).includes(attribute)).toBe(isThere);
  });
});
