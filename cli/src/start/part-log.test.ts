import { describe, expect, it } from '@jest/globals';
import { describeForTerminal } from './part-log.js';

const api = { name: 'API', isPlainShown: true };
const forecasting = { name: 'Forecasting', isPlainShown: false };

describe('describeForTerminal', () => {
  it.each([
    ['nothing of everyday entries', api, '{"level":"info","message":"listening"}', undefined],
    ['a warning in words', api, '{"level":"warn","message":"slow"}', 'API warning: slow'],
    [
      'an error with its reason',
      api,
      '{"level":"error","message":"no","error":{"message":"why"}}',
      'API error: no: why',
    ],
    ['a warning with its reason', api, '{"level":"warn","message":"no","reason":"why"}', 'API warning: no: why'],
    [
      'which job it was',
      api,
      '{"level":"warn","message":"job","job":"retain","error":{"message":"why"}}',
      'API warning: job retain: why',
    ],
    ['a line that is no entry as it is', api, 'Segmentation fault', 'Segmentation fault'],
    ['JSON that is no entry as it is', api, '[1]', '[1]'],
    ['nothing of an empty line', api, ' ', undefined],
    ['whose warning it is', forecasting, '{"level":"warn","message":"slow"}', 'Forecasting warning: slow'],
    ['nothing of what libraries mumble', forecasting, 'To enable the following instructions: AVX2', undefined],
  ])('shows %s', (_what, speaker, line, shown) => {
    expect(describeForTerminal(line, speaker)).toBe(shown);
  });
});
