import type { RangeVisitors, SiteRange } from '../event-store.js';
import { OpenedStock } from './opened-stock.js';
import type { ScanDeps } from './scan.js';
import { countRangeVisitors } from './summed-visitors.js';

/** The distinct visitors of a range. */
export function rangeVisitors(deps: ScanDeps, range: SiteRange, signal?: AbortSignal): Promise<RangeVisitors> {
  return deps.engine.read(async (session) => {
    const stock = await OpenedStock.open(deps, session, range);
    try {
      const { visitors, isApproximate } = await countRangeVisitors(stock);
      return { uniqueVisitors: visitors, isApproximate, missingDays: stock.missingDaysOf(range) };
    } finally {
      stock.release();
    }
  }, signal);
}
