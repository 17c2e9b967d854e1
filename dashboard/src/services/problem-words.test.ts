import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { problemTypes } from '@tidemark/contracts';
import { common } from '../locales/en/common.js';
import { speak } from '../locales/i18n.js';
import { describeProblem } from './problem-words.js';

const say = (code: string | undefined, detail = '', retryAfterSeconds?: number) =>
  describeProblem({ code, title: code === undefined ? 'Out of order' : undefined, detail, retryAfterSeconds });

describe('what is told of a problem', () => {
  it('has a title for every code of the API, in English the API’s own', () => {
    const titles = Object.fromEntries(Object.entries(problemTypes).map(([code, { title }]) => [code, title]));
    expect(common.problems).toEqual(titles);
  });

  it('is what the API says where the code is none of its own', () => {
    expect(say(undefined, 'Try later.', 3)).toEqual({ title: 'Out of order', detail: 'Try later.' });
    expect(say('toString', 'Odd.')).toEqual({ title: 'The request failed', detail: 'Odd.' });
  });
});

describe('in German', () => {
  beforeEach(() => speak('de'));
  afterEach(() => speak('en'));

  it.each([
    ['unauthenticated', 'No token.', undefined, 'Nicht angemeldet', 'Bitte anmelden.'],
    ['not_found', 'There is no share 7.', undefined, 'Nicht gefunden', 'There is no share 7.'],
    ['conflict', 'The site a.example exists already.', undefined, 'Konflikt', 'The site a.example exists already.'],
    ['too_many_requests', 'Slow down.', 15, 'Zu viele Anfragen', 'In 15 Sekunden noch einmal versuchen.'],
    ['too_many_requests', 'Slow down.', 1, 'Zu viele Anfragen', 'In 1 Sekunde noch einmal versuchen.'],
    ['too_many_requests', 'Slow down.', undefined, 'Zu viele Anfragen', 'Bitte gleich noch einmal versuchen.'],
    [
      'unavailable',
      'The database is away.',
      5,
      'Vorübergehend nicht verfügbar',
      'In 5 Sekunden noch einmal versuchen. The database is away.',
    ],
  ])('%s with “%s” and a wait of %s s', (code, detail, seconds, title, told) => {
    expect(say(code, detail, seconds)).toEqual({ title, detail: told });
  });
});
