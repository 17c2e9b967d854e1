import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatCount } from '../../lib/format.js';
import { labelOfType } from '../../lib/recommendations.js';
import { t } from '../../locales/i18n.js';
import { readTrackRecord } from '../../services/recommendations.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';

const columns = ['accepted', 'worked', 'no_visible_effect', 'cant_tell', 'waiting'] as const;

/** What came of the recommendations that were accepted, by type. */
export function TrackRecordPanel() {
  const { site } = useSite();
  const report = useAnalytics(readTrackRecord(site.domain));
  return (
    <Panel title={t('recommendations:trackRecord.title')}>
      <Loadable report={report} skeleton={<RowsSkeleton label={t('recommendations:trackRecord.loading')} rows={3} />}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="text-sm text-muted">{t('recommendations:trackRecord.none')}</p>
          ) : (
            <div
              className="overflow-x-auto"
              tabIndex={0}
              role="group"
              aria-label={t('recommendations:trackRecord.title')}
            >
              <table className="w-full text-sm">
                <thead>
                  <tr className="text-left text-muted">
                    <th scope="col" className="py-1 pr-3 font-normal">
                      {t('recommendations:about')}
                    </th>
                    {columns.map((column) => (
                      <th key={column} scope="col" className="py-1 pl-3 text-right font-normal">
                        {t(`recommendations:trackRecord.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.map((row) => (
                    <tr key={row.type} className="border-t border-line">
                      <th scope="row" className="py-2 pr-3 text-left font-normal">
                        {labelOfType(row.type)}
                      </th>
                      {columns.map((column) => (
                        <td key={column} className="py-2 pl-3 text-right">
                          {formatCount(row[column])}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loadable>
    </Panel>
  );
}
