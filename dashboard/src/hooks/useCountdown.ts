import { useEffect, useState } from 'react';

/** Counts seconds down to nought. @returns how many are left, and what starts it */
export function useCountdown(): [secondsLeft: number, start: (seconds: number) => void] {
  const [endAtMs, setEndAtMs] = useState(0);
  const [nowMs, setNowMs] = useState(0);

  useEffect(() => {
    const timer = setInterval(() => {
      setNowMs(Date.now());
      if (Date.now() >= endAtMs) clearInterval(timer);
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [endAtMs]);

  const start = (seconds: number) => {
    setNowMs(Date.now());
    setEndAtMs(Date.now() + seconds * 1_000);
  };
  return [Math.max(0, Math.ceil((endAtMs - nowMs) / 1_000)), start];
}
