import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatCount } from '../../lib/format.js';
import { typeLabels } from '../../lib/recommendations.js';
import { readTrackRecord } from '../../services/recommendations.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';

const columns = ['accepted', 'worked', 'no_visible_effect', 'cant_tell', 'waiting'] as const;
const heads = ['Accepted', 'Worked', 'No visible effect', 'Can’t tell', 'To be measured'];

/** What came of the recommendations that were accepted, by type. */
export function TrackRecordPanel() {
  const { site } = useSite();
  const report = useAnalytics(readTrackRecord(site.domain));
  return (
    <Panel title="Track record">
      <Loadable report={report} skeleton={<RowsSkeleton label="Loading the track record" rows={3} />}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="text-sm text-muted">
              None yet. Two weeks after a recommendation is accepted, what it gained is measured and counted here.
            </p>
          ) : (
            <div className="overflow-x-auto">
              <table className="w-full text-sm">
                <thead>
                  <tr className="text-left text-muted">
                    <th scope="col" className="py-1 pr-3 font-normal">
                      About
                    </th>
                    {heads.map((head) => (
                      <th key={head} scope="col" className="py-1 pl-3 text-right font-normal">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.map((row) => (
                    <tr key={row.type} className="border-t border-line">
                      <th scope="row" className="py-2 pr-3 text-left font-normal">
                        {typeLabels[row.type]}
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
