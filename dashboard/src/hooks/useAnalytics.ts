import { useCallback, useEffect, useState } from 'react';
import type { Read } from '../services/analytics.js';
import { type ApiError, fetchJson, toApiError } from '../services/api.js';

/** A report on its way, here, or failed. */
export type Loaded<Report> =
  | { status: 'loading' }
  | { status: 'failed'; error: ApiError; retry: () => void }
  | { status: 'ready'; data: Report; refreshError: ApiError | undefined; retry: () => void };

interface Outcome<Report> {
  path: string;
  data: Report | undefined;
  error: ApiError | undefined;
}

/**
 * Reads a report and reads it again every `refreshMs` while the page is visible.
 *
 * An answer counts for the address it was asked for alone: another address aborts the call and shows as loading at once,
 * so a slow answer never stands under a newer question. A refresh that fails leaves the figures in place and says so.
 */
export function useAnalytics<Report>(read: Read<Report> | undefined, refreshMs?: number): Loaded<Report> {
  const path = read?.path;
  const [round, setRound] = useState(0);
  const [outcome, setOutcome] = useState<Outcome<Report>>();

  useEffect(() => {
    if (path === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    fetchJson<Report>(path, signal).then(
      (data) => {
        if (!signal.aborted) setOutcome({ path, data, error: undefined });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setOutcome((before) => ({
          path,
          data: before?.path === path ? before.data : undefined,
          error: toApiError(error),
        }));
      },
    );
    return () => {
      controller.abort();
    };
  }, [path, round]);

  useEffect(() => {
    if (refreshMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) setRound((count) => count + 1);
    }, refreshMs);
    return () => {
      clearInterval(timer);
    };
  }, [refreshMs]);

  const retry = useCallback(() => {
    setOutcome((before) => (before?.data === undefined ? undefined : before));
    setRound((count) => count + 1);
  }, []);

  if (outcome === undefined || outcome.path !== path) return { status: 'loading' };
  if (outcome.data !== undefined) return { status: 'ready', data: outcome.data, refreshError: outcome.error, retry };
  if (outcome.error !== undefined) return { status: 'failed', error: outcome.error, retry };
  return { status: 'loading' };
}
