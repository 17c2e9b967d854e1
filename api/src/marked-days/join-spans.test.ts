import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, eachDate } from '../domain/period.js';
import { joinSpans } from './join-spans.js';
import type { MarkedSpan } from './mark.js';

const span = (start: string, end: string, reason = 'x'): MarkedSpan => ({ start, end, reason });

describe('spans', () => {
  it.each([
    ['apart', [span('2025-08-01', '2025-08-02', 'a'), span('2025-08-04', '2025-08-04', 'b')], undefined],
    ['that overlap', [span('2025-08-01', '2025-08-03', 'a'), span('2025-08-02', '2025-08-05', 'b')], '2025-08-05'],
    [
      'that follow each other',
      [span('2025-08-01', '2025-08-03', 'a'), span('2025-08-04', '2025-08-05', 'b')],
      '2025-08-05',
    ],
    [
      'of which one holds the other',
      [span('2025-08-01', '2025-08-09', 'a'), span('2025-08-02', '2025-08-02', 'b')],
      '2025-08-09',
    ],
  ])('%s are joined where they touch, with both reasons', (_how, spans, end) => {
    expect(joinSpans(spans)).toEqual(end === undefined ? spans : [span('2025-08-01', end, 'a; b')]);
  });

  it('keep the reasons that there is room for', () => {
    const reasons = ['a', 'b'.repeat(497), 'c', 'd'.repeat(300)];
    const [joined] = joinSpans(reasons.map((reason) => span('2025-08-01', '2025-08-01', reason)));
    expect(joined?.reason).toBe(`a; ${'b'.repeat(497)}`);
  });

  it('mark the same days when joined, none twice and none side by side', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ from: fc.nat(60), days: fc.nat(8) }), { maxLength: 30 }), (given) => {
        const spans = given
          .toSorted((a, b) => a.from - b.from)
          .map(({ from, days }) => span(addDays('2025-01-01', from), addDays('2025-01-01', from + days)));
        const datesOf = (list: readonly MarkedSpan[]) =>
          list.flatMap(({ start, end }) => eachDate({ from: start, to: end }));
        const joined = joinSpans(spans);
        expect(datesOf(joined)).toEqual([...new Set(datesOf(spans))].sort());
        for (const [index, { start }] of joined.slice(1).entries())
          expect(start > addDays(joined[index]!.end, 1)).toBe(true);
      }),
    );
  });
});
