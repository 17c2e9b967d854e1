import { useEffect, useState } from 'react';

/** A value that follows another once that has rested a while, so that not every keystroke is a question. */
export function useDebounced<Value>(value: Value, restMs: number): Value {
  const [rested, setRested] = useState(value);

  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value);
    }, restMs);
    return () => {
      clearTimeout(timer);
    };
  }, [value, restMs]);

  return rested;
}
