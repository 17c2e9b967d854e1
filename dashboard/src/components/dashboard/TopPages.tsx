import { useSite } from '../../context/site.js';
import { formatPage } from '../../lib/format.js';
import { readPages } from '../../services/analytics.js';
import { Panel } from '../common/Panel.js';
import { RankedList } from './RankedList.js';

/** Which pages were seen most. */
export function TopPages() {
  const { site, selection } = useSite();
  return (
    <Panel title="Pages">
      <RankedList
        caption="Top pages"
        columns={['Page', 'Page views']}
        read={(limit) => readPages(selection, limit)}
        toRow={(row) => ({
          key: row.page,
          label: formatPage(row.page, site.domain),
          title: row.page,
          value: row.page_views,
        })}
        empty="No page was seen in this period."
      />
    </Panel>
  );
}
