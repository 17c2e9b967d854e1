import { describe, expect, it } from '@jest/globals';
import { isDatabaseAway, isUnanswered } from './is-database-away.js';

const failure = (code: string | undefined, message = 'x') => Object.assign(new Error(message), code ? { code } : {});

describe('the database', () => {
  it.each([
    ['refuses the connection', failure('ECONNREFUSED')],
    ['refuses it on every address', new AggregateError([failure('ECONNREFUSED'), failure('ECONNREFUSED')])],
    ['is shutting down', failure('57P01')],
    ['has no connection left', failure('53300')],
    ['broke the connection off', failure(undefined, 'Connection terminated unexpectedly')],
  ])('is away when it %s', (_what, thrown) => {
    expect(isDatabaseAway(thrown)).toBe(true);
  });

  it.each([
    ['a wrong statement', failure('42601')],
    ['a value it refuses', failure('22021')],
    ['another failure', failure(undefined, 'undefined is not a function')],
    ['what is no error', 'ECONNREFUSED'],
  ])('is not away for %s', (_what, thrown) => {
    expect(isDatabaseAway(thrown)).toBe(false);
  });

  it.each([
    ['is starting up', failure('57P03'), true],
    ['refuses the connection', failure('ECONNREFUSED'), true],
    ['has no room', failure('53100'), false],
    ['is only to be read', failure('25006'), false],
  ])('that %s gave no answer, or did', (_what, thrown, expected) => {
    expect(isUnanswered(thrown)).toBe(expected);
  });
});
