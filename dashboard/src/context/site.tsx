import { createContext, type ReactNode, useContext, useMemo } from 'react';
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
  const value = useMemo(() => {
    const selection = {
      site: site.domain,
      // Before all time there was nothing.
      compare: range.id === 'all' ? ('none' as const) : compare,
      filters,
      ...resolvePeriod(range, today, firstDay),
    };
    return { site, sites, today, selection, reloadSites };
  }, [site, sites, today, range, compare, filters, firstDay, reloadSites]);
  return <SiteContext.Provider value={value}>{children}</SiteContext.Provider>;
}

export function useSite(): SiteValue {
  const value = useContext(SiteContext);
  if (value === undefined) throw new Error('useSite needs a SiteProvider around it');
  return value;
}
