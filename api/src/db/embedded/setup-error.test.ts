import { describe, expect, it } from '@jest/globals';
import { SetupError, explainWriteFailure } from './setup-error.js';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('explainWriteFailure', () => {
  it.each([
    ['EACCES', "The data folder /data can't be written (EACCES): set TIDEMARK_DATA_DIR to a folder that can."],
    ['ENOSPC', 'The disk of the data folder /data is full: make room on it, and start again.'],
  ])('says for %s what to do', (code, message) => {
    expect(explainWriteFailure(failure(code), '/data')).toEqual(new SetupError(message));
  });

  it('leaves what is no failed write as it is', () => {
    const other = failure('ETIMEDOUT');
    expect(explainWriteFailure(other, '/data')).toBe(other);
  });
});
