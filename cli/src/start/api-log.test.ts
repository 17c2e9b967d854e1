import { describe, expect, it } from '@jest/globals';
import { describeForTerminal } from './api-log.js';

describe('describeForTerminal', () => {
  it.each([
    ['nothing of everyday entries', '{"level":"info","message":"listening"}', undefined],
    ['a warning in words', '{"level":"warn","message":"slow"}', 'API warning: slow'],
    ['an error with its reason', '{"level":"error","message":"no","error":{"message":"why"}}', 'API error: no: why'],
    ['a line that is no entry as it is', 'Segmentation fault', 'Segmentation fault'],
    ['JSON that is no entry as it is', '[1]', '[1]'],
    ['nothing of an empty line', ' ', undefined],
  ])('shows %s', (_what, line, shown) => {
    expect(describeForTerminal(line)).toBe(shown);
  });
});
