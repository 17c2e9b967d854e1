import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readVisitor, touchSession } from './identity.js';

const MINUTE_MS = 60_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('readVisitor', () => {
  it('gives the same id every time', () => {
    expect(readVisitor()).toBe(readVisitor());
  });
});

describe('touchSession', () => {
  it('keeps the session while something happens within 30 minutes', () => {
    const first = touchSession();
    jest.advanceTimersByTime(29 * MINUTE_MS);
    expect(touchSession()).toBe(first);
    jest.advanceTimersByTime(29 * MINUTE_MS);
    expect(touchSession()).toBe(first);
  });

  it('begins a new one after 30 minutes without', () => {
    const first = touchSession();
    jest.advanceTimersByTime(30 * MINUTE_MS);
    expect(touchSession()).not.toBe(first);
  });
});
