import type { TextTable } from '../../lib/csv.js';
import { formatCount, formatShare } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { AccuracyReport } from '../../types/predictions.js';
import { ChartTable } from '../charts/ChartTable.js';
import { PanelExport } from '../common/PanelExport.js';

const columns = ['ahead', 'days', 'off', 'lastWeek', 'inside'] as const;

/** How good forecasts were by how far ahead they were made. */
export function HorizonTable({ report }: { report: AccuracyReport }) {
  const title = t('predictions:byHorizon.title');
  const table = toTable(report);
  return (
    <>
      <details className="mt-4 text-sm">
        <summary className="min-h-9 py-1.5 font-medium text-tide">{title}</summary>
        <ChartTable caption={title} {...table} isShown />
      </details>
      <div className="mt-3 flex justify-end">
        <PanelExport name={title} table={table} />
      </div>
    </>
  );
}

function toTable({ by_horizon: horizons }: AccuracyReport): TextTable {
  const share = (value: number | null) => (value === null ? '–' : formatShare(Math.round(value * 100) / 100));
  return {
    columns: columns.map((column) => t(`predictions:byHorizon.${column}`)),
    rows: horizons.map((row) => [
      t('predictions:daysAhead', { count: row.horizon }),
      formatCount(row.evaluated),
      share(row.mape),
      share(row.relative_mae),
      share(row.interval_coverage),
    ]),
  };
}
