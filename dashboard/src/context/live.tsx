import { createContext, type ReactNode, useContext } from 'react';
import { useRealTimeData } from '../hooks/useRealTimeData.js';
import { useSite } from './site.js';

type LiveValue = ReturnType<typeof useRealTimeData>;

const LiveContext = createContext<LiveValue | undefined>(undefined);

/** One live stream for the whole page: the badge in the header and the live view read the same one. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { site } = useSite();
  return <LiveContext.Provider value={useRealTimeData(site.domain)}>{children}</LiveContext.Provider>;
}

export function useLive(): LiveValue {
  const value = useContext(LiveContext);
  if (value === undefined) throw new Error('useLive needs a LiveProvider around it');
  return value;
}
