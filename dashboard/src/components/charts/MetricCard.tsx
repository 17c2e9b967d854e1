import type { Change } from '../../lib/change.js';
import { formatCount, formatMetric } from '../../lib/format.js';
import type { Metric } from '../../lib/metrics.js';
import { ChangeBadge } from './ChangeBadge.js';
import { Sparkline } from './Sparkline.js';

interface MetricCardProps {
  metric: Metric;
  value: number | null;
  /** Undefined where nothing is compared. */
  change: Change | undefined;
  trend: readonly (number | null)[];
  isSelected: boolean;
  /** The first of the cards, drawn larger. */
  isLeading: boolean;
  onSelect: () => void;
}

/** One figure of the period. Pressing it puts it on the chart. */
export function MetricCard({ metric, value, change, trend, isSelected, isLeading, onSelect }: MetricCardProps) {
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      title={metric.help}
      onClick={onSelect}
      className={`group relative flex min-h-36 min-w-0 flex-col items-start overflow-hidden rounded-2xl border bg-surface p-4 text-left shadow-card hover:border-tide ${isSelected ? 'border-tide' : 'border-line'} ${isLeading ? 'col-span-2' : ''}`}
    >
      <Sparkline
        values={trend}
        className={`absolute inset-x-0 bottom-0 h-10 w-full ${isSelected ? 'text-tide/25' : 'text-tide-wash/70 group-hover:text-tide/15'}`}
      />
      <span className={`text-[0.8125rem] ${isSelected ? 'font-medium text-tide-strong' : 'text-muted'}`}>
        {metric.label}
      </span>
      <span
        className={`relative mt-0.5 font-semibold tracking-tight ${isLeading ? 'text-4xl' : 'text-2xl'}`}
        title={metric.kind === 'count' && value !== null ? formatCount(value) : undefined}
      >
        {formatMetric(metric, value)}
      </span>
      {change !== undefined && (
        <span className="relative mt-1.5">
          <ChangeBadge change={change} />
        </span>
      )}
    </button>
  );
}
