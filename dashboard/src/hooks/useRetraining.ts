import { useEffect, useState } from 'react';
import { type ApiError, fetchJson, toApiError } from '../services/api.js';
import { readRetrain, retrain } from '../services/predictions.js';
import type { RetrainState } from '../types/predictions.js';
import { useAction } from './useAction.js';

const pollMs = 2_000;
/** While the API doesn't answer. */
const patientPollMs = 10_000;

interface Retraining {
  /** The training that runs, or the last of this browser's session; undefined: none is known. */
  state: RetrainState | undefined;
  isBusy: boolean;
  /** Why it wasn't begun, or why nothing is heard of it. */
  error: ApiError | undefined;
  start: () => void;
}

/**
 * A site's training, begun here and followed to its end, over a reload, too.
 *
 * @param onOver called once a training is over; must stay the same from render to render
 */
export function useRetraining(site: string, onOver: () => void): Retraining {
  const [jobId, setJobId] = useState(() => sessionStorage.getItem(storageKey(site)) ?? undefined);
  const { isBusy, error, run } = useAction();
  const followed = useFollowed(jobId, onOver);
  const isRunning = jobId !== undefined && followed.error === undefined && !isOver(followed.state);
  return {
    state: followed.state,
    isBusy: isBusy || isRunning,
    error: error ?? followed.error,
    start: () => {
      run(async () => {
        const { job_id } = await retrain(site);
        sessionStorage.setItem(storageKey(site), job_id);
        setJobId(job_id);
      });
    },
  };
}

interface Followed {
  jobId: string | undefined;
  state: RetrainState | undefined;
  error: ApiError | undefined;
}

function useFollowed(jobId: string | undefined, onOver: () => void): Followed {
  const [followed, setFollowed] = useState<Followed>({ jobId, state: undefined, error: undefined });

  useEffect(() => {
    if (jobId === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      fetchJson<RetrainState>(readRetrain(jobId).path, signal).then(
        (state) => {
          if (signal.aborted) return;
          setFollowed({ jobId, state, error: undefined });
          if (isOver(state)) onOver();
          else timer = setTimeout(look, pollMs);
        },
        (thrown: unknown) => {
          if (signal.aborted) return;
          const error = toApiError(thrown);
          setFollowed((before) => ({ jobId, state: before.jobId === jobId ? before.state : undefined, error }));
          // What isn't known will not be known later; anything else may pass.
          if (error.status !== 404) timer = setTimeout(look, patientPollMs);
        },
      );
    };
    look();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [jobId, onOver]);

  return followed.jobId === jobId ? followed : { jobId, state: undefined, error: undefined };
}

function isOver(state: RetrainState | undefined): boolean {
  return state?.status === 'succeeded' || state?.status === 'failed';
}

const storageKey = (site: string) => `tidemark.training.${site}`;
