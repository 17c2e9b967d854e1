import { useSite } from '../../context/site.js';
import { readSources } from '../../services/analytics.js';
import { Panel } from '../common/Panel.js';
import { RankedList } from './RankedList.js';

/** Where sessions came from. */
export function TopSources() {
  const { selection } = useSite();
  return (
    <Panel title="Sources">
      <RankedList
        caption="Top sources"
        columns={['Source', 'Sessions']}
        read={(limit) => readSources(selection, limit)}
        toRow={(row) => ({
          key: `${row.source} ${row.channel}`,
          label: row.source === row.channel ? row.source : `${row.source} · ${row.channel}`,
          value: row.sessions,
        })}
        empty="No session began in this period."
      />
    </Panel>
  );
}
