import { useId, useState } from 'react';
import { useSite } from '../../context/site.js';
import { readBreakdown } from '../../services/analytics.js';
import type { BreakdownDimension } from '../../types/analytics.js';
import { Panel } from '../common/Panel.js';
import { Tabs } from '../common/Tabs.js';
import { RankedList } from './RankedList.js';

/** A dimension with the words for it. */
export interface DimensionTab {
  id: BreakdownDimension;
  label: string;
  caption: string;
  column: string;
}

interface BreakdownPanelProps {
  title: string;
  /** One dimension, or several as tabs. */
  dimensions: readonly [DimensionTab, ...DimensionTab[]];
  formatValue: (value: string) => string;
}

/** Sessions by a dimension, or by one of several. */
export function BreakdownPanel({ title, dimensions, formatValue }: BreakdownPanelProps) {
  const { selection } = useSite();
  const bodyId = useId();
  const [first] = dimensions;
  const [activeId, setActiveId] = useState(first.id);
  const active = dimensions.find(({ id }) => id === activeId) ?? first;
  const hasTabs = dimensions.length > 1;
  return (
    <Panel
      title={title}
      aside={
        hasTabs && <Tabs label={title} tabs={dimensions} active={active.id} controls={bodyId} onChange={setActiveId} />
      }
    >
      <div id={bodyId} {...(hasTabs && { role: 'tabpanel', 'aria-label': active.label })}>
        <RankedList
          key={active.id}
          caption={active.caption}
          columns={[active.column, 'Sessions']}
          read={(limit) => readBreakdown(selection, active.id, limit)}
          toRow={(row) => ({ key: row.value, label: formatValue(row.value), value: row.sessions })}
          empty="No session began in this period."
        />
      </div>
    </Panel>
  );
}
