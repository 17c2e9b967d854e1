import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useFirstDay } from '../hooks/useFirstDay.js';
import { useToday } from '../hooks/useToday.js';
import { useView } from '../hooks/useView.js';
import { resolvePeriod } from '../lib/period.js';
import type { Selection, ShownSite, Site } from '../types/analytics.js';

interface SiteValue {
  site: ShownSite;
  sites: readonly Site[];
  /** The running day in the site's time zone. */
  today: string;
  /** What every report on the page is asked for. */
  selection: Selection;
  /** Reads the list of sites again, after one was removed. */
  reloadSites: () => void;
}

const SiteContext = createContext<SiteValue | undefined>(undefined);

interface SiteProviderProps {
  site: ShownSite;
  sites: readonly Site[];
  reloadSites: () => void;
  children: ReactNode;
}

/** Gives what lies below the chosen site and the selection the address stands for. */
export function SiteProvider({ site, sites, reloadSites, children }: SiteProviderProps) {
  const { view } = useView();
  const today = useToday(site.timezone);
  const { range, compare, filters } = view;
  const firstDay = useFirstDay(range.id === 'all' ? site.domain : undefined, today);
  const wanted = useMemo<Selection>(
    () => ({
      site: site.domain,
      // Before all time there was nothing.
      compare: range.id === 'all' ? 'none' : compare,
      filters,
      ...resolvePeriod(range, today, firstDay.day),
    }),
    [site, today, range, compare, filters, firstDay.day],
  );
  // Until it's known when all time begins, what was shown before stays: else every report would be asked for twice.
  const [shown, setShown] = useState(wanted);
  if (!firstDay.isOnItsWay && shown !== wanted) setShown(wanted);
  const value = useMemo(
    () => ({ site, sites, today, selection: shown, reloadSites }),
    [site, sites, today, shown, reloadSites],
  );
  return <SiteContext.Provider value={value}>{children}</SiteContext.Provider>;
}

export function useSite(): SiteValue {
  const value = useContext(SiteContext);
  if (value === undefined) throw new Error('useSite needs a SiteProvider around it');
  return value;
}
