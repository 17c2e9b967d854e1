import { describe, expect, it } from '@jest/globals';
import { createIdentity } from './identity.js';
import { SessionCutter } from './session-cutter.js';

const MINUTE_MS = 60_000;
const DEPS = {
  ...createIdentity(Buffer.alloc(32), 'example.org'),
  deriveSessionId: (visitorId: string, at: Date) => `${visitorId}.${String(at.getTime())}`,
};
const START_MS = Date.parse('2015-05-17T10:00:00Z');

function cut(minutes: readonly number[]): number[] {
  const cutter = new SessionCutter(DEPS);
  const sessions = minutes.map((minute) =>
    cutter.assign('2015-05-17', '203.0.113.7', 'Agent', START_MS + minute * MINUTE_MS),
  );
  const ids = sessions.map(({ sessionId }) => sessionId);
  return ids.map((id) => [...new Set(ids)].indexOf(id));
}

describe('SessionCutter', () => {
  it.each([
    ['keeps views with gaps of 30 minutes together', [0, 30, 60, 90], [0, 0, 0, 0]],
    ['cuts at a gap over 30 minutes', [0, 30.01, 31], [0, 1, 1]],
    ['takes lines slightly out of order', [10, 8, 12, 9], [0, 0, 0, 0]],
    ['extends a session backwards', [40, 15, -10], [0, 0, 0]],
    ['begins anew far before', [100, 20], [0, 1]],
  ])('%s', (_, minutes, sessions) => {
    expect(cut(minutes)).toEqual(sessions);
  });

  it('names a session after its first view, in whatever order its lines are read', () => {
    const nameOf = (minutes: number[]) => {
      const cutter = new SessionCutter(DEPS);
      return minutes.map((minute) => cutter.assign('2015-05-17', '::1', 'Agent', START_MS + minute * MINUTE_MS)).at(-1)
        ?.sessionId;
    };
    expect(nameOf([12, 10, 11])).toBe(nameOf([10, 11, 12]));
  });

  it('tells visitors apart by address, user agent and day', () => {
    const cutter = new SessionCutter(DEPS);
    const visits: [string, string, string | null][] = [
      ['2015-05-17', '203.0.113.7', 'Agent'],
      ['2015-05-17', '203.0.113.8', 'Agent'],
      ['2015-05-17', '203.0.113.7', 'Other'],
      ['2015-05-17', '203.0.113.7', null],
      ['2015-05-18', '203.0.113.7', 'Agent'],
    ];
    const ids = visits.map(([day, address, agent]) => cutter.assign(day, address, agent, START_MS).visitorId);
    expect(new Set(ids).size).toBe(5);
  });

  it('names the same visitor and session alike in every run', () => {
    const assign = (): unknown => new SessionCutter(DEPS).assign('2015-05-17', '203.0.113.7', 'Agent', START_MS);
    expect(assign()).toEqual(assign());
  });
});
