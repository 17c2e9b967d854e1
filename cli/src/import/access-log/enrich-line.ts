import { createAgentReader, enrichView, isExcludedAddress, openCountryTable, type ObservedView } from '@tidemark/api';
import type { EnrichResult } from './view-reader.js';

export interface ImportedSite {
  id: number;
  domain: string;
  significantParameters: string[];
  excludedAddresses: string[];
}

/** Told apart by the session cutter afterwards. */
const UNNAMED = { visitorId: '', sessionId: '', isSessionDerived: true };

/** Makes views of a site as the ingest does: the same bots, names, channels and countries. */
export async function createEnricher(site: ImportedSite): Promise<(observed: ObservedView) => EnrichResult> {
  const agentReader = createAgentReader();
  const findCountry = await openCountryTable();
  return (observed) => {
    const agent = agentReader.read(observed.userAgent);
    if (agent.isBot) return { kind: 'left_out', reason: 'bot' };
    if (isExcludedAddress(site.excludedAddresses, observed.address))
      return { kind: 'left_out', reason: 'excluded_address' };
    const view = enrichView(observed, site, agent, UNNAMED, findCountry);
    // Malformed rather than cut: pages cut at 500 characters would run together into one that doesn't exist.
    return view === null ? { kind: 'left_out', reason: 'malformed' } : { kind: 'view', view };
  };
}
