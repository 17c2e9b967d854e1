import { expect, it } from '@jest/globals';
import { isContinued } from './moment.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes));
const known = { snapshot: '100:105:101', version: 3, at: at(0), identity: '7 5 00000001' };

it.each([
  ['nothing was committed', {}, true],
  ['transactions were committed', { snapshot: '103:110:', at: at(1) }, true],
  ['the clock was set back', { snapshot: '103:110:', at: at(-600) }, true],
  ['transactions are undone', { snapshot: '90:90:' }, false],
  ['transactions under way are undone', { snapshot: '99:105:' }, false],
  ['another server took over', { snapshot: '200:200:', identity: '7 5 00000002' }, false],
  ['changes may have been pruned unseen', { snapshot: '103:110:', at: at(45) }, false],
])('tells whether changes can be followed when %s', (_, change, isTold) => {
  expect(isContinued(known, { ...known, ...change })).toBe(isTold);
});
