import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseView, type View, writeView } from '../lib/view.js';

/** The view in the address, and the way to change part of it. */
export function useView(): { view: View; changeView: (change: Partial<View>) => void } {
  const [query, setQuery] = useSearchParams();
  const view = useMemo(() => parseView(query), [query]);
  const changeView = useCallback(
    (change: Partial<View>) => {
      setQuery((before) => writeView(before, { ...parseView(before), ...change }));
    },
    [setQuery],
  );
  return { view, changeView };
}
