import type { RangeVisitors, SiteRange } from '../event-store.js';
import { OpenedStock } from './opened-stock.js';
import type { ScanDeps } from './scan.js';
import { countRangeVisitors } from './summed-visitors.js';

/** The distinct visitors of a range. */
export function rangeVisitors(deps: ScanDeps, range: SiteRange, signal?: AbortSignal): Promise<RangeVisitors> {
  return OpenedStock.read(
    deps,
    range,
    async (stock) => {
      const { visitors, isApproximate } = await countRangeVisitors(stock);
      return { uniqueVisitors: visitors, isApproximate, missingDays: stock.missingDaysOf(range) };
    },
    signal,
  );
}
