import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseView, type View, writeView } from '../lib/view.js';

/** @param isCorrection Whether there is nothing to go back to. */
type ChangeView = (change: Partial<View>, isCorrection?: boolean) => void;

/** The view in the address, and the way to change part of it. */
export function useView(): { view: View; changeView: ChangeView } {
  const [query, setQuery] = useSearchParams();
  const view = useMemo(() => parseView(query), [query]);
  const changeView = useCallback<ChangeView>(
    (change, isCorrection = false) => {
      setQuery((before) => writeView(before, { ...parseView(before), ...change }), { replace: isCorrection });
    },
    [setQuery],
  );
  return { view, changeView };
}
