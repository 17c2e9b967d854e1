import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';
import { parseView, type View, writeView } from '../lib/view.js';

/** @param isCorrection Whether there is nothing to go back to. */
type ChangeView = (change: Partial<View>, isCorrection?: boolean) => void;

/** The view in the address, and the way to change part of it. The fragment, where shares have their token, stays. */
export function useView(): { view: View; changeView: ChangeView } {
  const [query] = useSearchParams();
  const { hash } = useLocation();
  const navigate = useNavigate();
  const view = useMemo(() => parseView(query), [query]);
  const changeView = useCallback<ChangeView>(
    (change, isCorrection = false) => {
      const search = writeView(query, { ...parseView(query), ...change }).toString();
      navigate({ search, hash }, { replace: isCorrection });
    },
    [query, hash, navigate],
  );
  return { view, changeView };
}
