import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, renderHook } from '@testing-library/react';
import { FakeApi } from '../testing/fake-api.js';
import { useAnalytics } from './useAnalytics.js';

let api: FakeApi;
const settle = () => act(() => jest.advanceTimersByTimeAsync(0));
const read = (path: string, refreshMs?: number) =>
  renderHook(({ path: current }) => useAnalytics<string>({ path: current }, refreshMs), { initialProps: { path } });

beforeEach(() => {
  jest.useFakeTimers();
  api = new FakeApi().install();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('reading a report', () => {
  it('is loading, then ready', async () => {
    api.answer('/a', 'figures of a');
    const { result } = read('/a');
    expect(result.current).toEqual({ status: 'loading' });
    await settle();
    expect(result.current).toMatchObject({ status: 'ready', data: 'figures of a' });
  });

  it('never shows the answer to an older question, even if it comes last', async () => {
    const slow = api.hold('/a');
    api.answer('/b', 'figures of b');
    const { result, rerender } = read('/a');
    rerender({ path: '/b' });
    expect(result.current).toEqual({ status: 'loading' });
    await settle();
    slow.release(0, 'figures of a');
    await settle();
    expect(result.current).toMatchObject({ status: 'ready', data: 'figures of b' });
    expect(api.requestsTo('/a')[0]?.signal?.aborted).toBe(true);
  });

  it('shows loading, not the old figures, as soon as the question changes', async () => {
    api.answer('/a', 'figures of a').hold('/b');
    const { result, rerender } = read('/a');
    await settle();
    rerender({ path: '/b' });
    expect(result.current).toEqual({ status: 'loading' });
  });

  it('ignores the failure of a call that was given up', async () => {
    api.on(
      '/a',
      (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          }),
        ),
    );
    api.answer('/b', 'figures of b');
    const { result, rerender } = read('/a');
    rerender({ path: '/b' });
    await settle();
    expect(result.current).toMatchObject({ status: 'ready', data: 'figures of b' });
  });

  it('fails with the reason, and reads again on retry', async () => {
    api.fail('/a', { title: 'Temporarily unavailable' });
    const { result } = read('/a');
    await settle();
    const failed = result.current;
    if (failed.status !== 'failed') throw new Error(`is ${failed.status}`);
    expect(failed.error.title).toBe('Temporarily unavailable');
    api.answer('/a', 'figures of a');
    act(() => {
      failed.retry();
    });
    expect(result.current).toEqual({ status: 'loading' });
    await settle();
    expect(result.current).toMatchObject({ status: 'ready', data: 'figures of a' });
  });
});

describe('a page left open', () => {
  it('reads its reports again without emptying them', async () => {
    api.answer('/a', 'first');
    const { result } = read('/a', 60_000);
    await settle();
    const second = api.hold('/a');
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(result.current).toMatchObject({ status: 'ready', data: 'first' });
    second.release(0, 'second');
    await settle();
    expect(result.current).toMatchObject({ status: 'ready', data: 'second' });
  });

  it('keeps the figures when a refresh fails, and says that it did', async () => {
    api.answer('/a', 'first');
    const { result } = read('/a', 60_000);
    await settle();
    api.fail('/a', { title: 'Temporarily unavailable' });
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(result.current).toMatchObject({
      status: 'ready',
      data: 'first',
      refreshError: { title: 'Temporarily unavailable' },
    });
  });

  it('asks for nothing while it is hidden', async () => {
    api.answer('/a', 'first');
    read('/a', 60_000);
    await settle();
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await act(() => jest.advanceTimersByTimeAsync(180_000));
    hidden.mockRestore();
    expect(api.requestsTo('/a')).toHaveLength(1);
  });
});
