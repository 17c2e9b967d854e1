import { describe, expect, it } from '@jest/globals';
import { createId } from './create-id.js';

describe('createId', () => {
  it('makes version 4 UUIDs, each a new one', () => {
    const ids = Array.from({ length: 1_000 }, createId);
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
