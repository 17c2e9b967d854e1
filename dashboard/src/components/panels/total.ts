import { formatCompact } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';

/** What a panel's rows add up to, in words. */
export function formatTotal(metric: 'page_views' | 'sessions', count: number): string {
  return t(`overview:totals.${metric}`, { count, figure: formatCompact(count) });
}
