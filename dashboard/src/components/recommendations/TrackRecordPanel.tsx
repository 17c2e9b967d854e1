import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import type { TextTable } from '../../lib/csv.js';
import { formatCount } from '../../lib/format.js';
import { labelOfType } from '../../lib/recommendations.js';
import { t } from '../../locales/i18n.js';
import { readTrackRecord } from '../../services/recommendations.js';
import type { TrackRecord } from '../../types/recommendations.js';
import { ChartTable } from '../charts/ChartTable.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { PanelExport } from '../common/PanelExport.js';
import { RowsSkeleton } from '../common/Skeleton.js';

const columns = ['accepted', 'worked', 'no_visible_effect', 'cant_tell', 'waiting'] as const;

/** What came of the recommendations that were accepted, by type. */
export function TrackRecordPanel() {
  const { site } = useSite();
  const report = useAnalytics(readTrackRecord(site.domain));
  const title = t('recommendations:trackRecord.title');
  return (
    <Panel title={title}>
      <Loadable report={report} skeleton={<RowsSkeleton label={t('recommendations:trackRecord.loading')} rows={3} />}>
        {(record) =>
          record.data.length === 0 ? (
            <p className="text-sm text-muted">{t('recommendations:trackRecord.none')}</p>
          ) : (
            <>
              <ChartTable caption={title} {...toTable(record)} isShown />
              <div className="mt-3 flex justify-end">
                <PanelExport name={title} table={toTable(record)} />
              </div>
            </>
          )
        }
      </Loadable>
    </Panel>
  );
}

function toTable({ data }: TrackRecord): TextTable {
  return {
    columns: [t('recommendations:about'), ...columns.map((column) => t(`recommendations:trackRecord.${column}`))],
    rows: data.map((row) => [labelOfType(row.type), ...columns.map((column) => formatCount(row[column]))]),
  };
}
