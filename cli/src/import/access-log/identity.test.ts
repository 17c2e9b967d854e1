import { describe, expect, it } from '@jest/globals';
import { createIdentity } from './identity.js';

const LINE = '203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1';

describe('createIdentity', () => {
  const identity = createIdentity(Buffer.alloc(32, 1), 'example.org');

  it('gives a line the same event id each time, shaped as a UUID', () => {
    const id = identity.deriveEventId(LINE, 1);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(identity.deriveEventId(LINE, 1)).toBe(id);
  });

  it('gives another event id to another occurrence, line, site or key', () => {
    const ids = [
      identity.deriveEventId(LINE, 1),
      identity.deriveEventId(LINE, 2),
      identity.deriveEventId(`${LINE} `, 1),
      createIdentity(Buffer.alloc(32, 1), 'example.net').deriveEventId(LINE, 1),
      createIdentity(Buffer.alloc(32, 2), 'example.org').deriveEventId(LINE, 1),
    ];
    expect(new Set(ids).size).toBe(5);
  });

  it('gives a visitor another id on another day', () => {
    const ids = ['2015-05-17', '2015-05-18'].map((day) => identity.deriveVisitorId(day, '203.0.113.7', 'Agent'));
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  });
});
