import { useId, useState } from 'react';
import { rankedMetric, type RankingId } from '../../lib/rankings.js';
import { t } from '../../locales/i18n.js';
import type { Figures } from '../../types/analytics.js';
import { Panel } from '../common/Panel.js';
import { SelectField } from '../common/SelectField.js';
import { Tabs } from '../common/Tabs.js';
import { RankedList } from './RankedList.js';
import { formatTotal } from './total.js';

/** What a tab shows: one ranking, or one chosen among several of a kind. */
export type RankingTab = readonly [RankingId, ...RankingId[]];

interface RankingPanelProps {
  title: string;
  tabs: readonly [RankingTab, ...RankingTab[]];
  /** The figures of the whole selection. */
  totals: Figures | undefined;
}

/** Rankings of a kind, in tabs. */
export function RankingPanel({ title, tabs, totals }: RankingPanelProps) {
  const bodyId = useId();
  const [activeId, setActiveId] = useState<RankingId>(tabs[0][0]);
  const active = tabs.find((tab) => tab.includes(activeId)) ?? tabs[0];
  const metric = rankedMetric(activeId);
  return (
    <Panel
      title={title}
      total={totals && formatTotal(metric, totals[metric])}
      aside={
        <Tabs
          label={title}
          tabs={tabs.map(([id]) => ({ id, label: t(`overview:rankings.${id}.tab`) }))}
          active={active[0]}
          controls={bodyId}
          onChange={setActiveId}
        />
      }
    >
      <div id={bodyId} role="tabpanel" aria-label={t(`overview:rankings.${active[0]}.tab`)}>
        {active.length > 1 && (
          <div className="mb-3 max-w-56">
            <SelectField
              label={t('overview:panels.by')}
              options={active.map((id) => ({ id, label: t(`overview:rankings.${id}.column`) }))}
              value={activeId}
              onChange={setActiveId}
            />
          </div>
        )}
        <RankedList key={activeId} id={activeId} total={totals?.[metric]} />
      </div>
    </Panel>
  );
}
