import { useState } from 'react';
import { type ApiError, toApiError } from '../services/api.js';

interface Action {
  isBusy: boolean;
  /** Why the last attempt failed. */
  error: ApiError | undefined;
  /** Does it, unless it is being done already. */
  run: (task: () => Promise<void>) => void;
}

/** Something that a button does: whether it's under way, and why it failed. */
export function useAction(): Action {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const attempt = async (task: () => Promise<void>) => {
    setIsBusy(true);
    setError(undefined);
    try {
      await task();
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setIsBusy(false);
    }
  };
  return {
    isBusy,
    error,
    run: (task) => {
      if (!isBusy) void attempt(task);
    },
  };
}
