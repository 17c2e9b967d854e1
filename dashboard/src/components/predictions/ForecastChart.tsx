import type { ChartData, ChartDataset, ChartOptions, TooltipItem } from 'chart.js';
import { Line } from 'react-chartjs-2';
import { ChartTable } from '../charts/ChartTable.js';
import { sharedOptions, withAlpha } from '../charts/chart-setup.js';
import { type Palette, usePalette } from '../charts/palette.js';

/** A day with what came, what was forecast of it, or both. */
export interface ForecastDay {
  /** Short, for the axis. */
  label: string;
  /** In full, for the table. */
  name: string;
  actual: number | null;
  expected: number | null;
  lower: number | null;
  upper: number | null;
  /** Where what came lies outside of the range: on which side, in words. */
  miss?: string | undefined;
}

export interface ForecastChartProps {
  title: string;
  days: readonly ForecastDay[];
  /** What the columns, and the lines, are called. */
  names: { day: string; actual: string; expected: string; range: string };
  formatValue: (value: number) => string;
}

/** What came as a solid line, what was forecast as a dashed one in its band. What fell outside of the band is a triangle. */
export default function ForecastChart(props: ForecastChartProps) {
  const palette = usePalette();
  const { title, days, names } = props;
  return (
    <figure className="relative h-64 w-full min-w-0 sm:h-80">
      <div aria-hidden="true" className="absolute inset-0">
        <Line data={buildData(props, palette)} options={buildOptions(props, palette)} />
      </div>
      <ChartTable
        caption={title}
        columns={[names.day, names.actual, names.expected, names.range]}
        rows={days.map((day) => [
          day.name,
          describeActual(day, props),
          describe(day.expected, props),
          describeRange(day, props),
        ])}
      />
    </figure>
  );
}

function describe(value: number | null, { formatValue }: ForecastChartProps): string {
  return value === null ? '–' : formatValue(value);
}

function describeActual(day: ForecastDay, props: ForecastChartProps): string {
  return [describe(day.actual, props), day.miss].filter((words) => words !== undefined).join(', ');
}

function describeRange({ lower, upper }: ForecastDay, { formatValue }: ForecastChartProps): string {
  return lower === null || upper === null ? '–' : `${formatValue(lower)} – ${formatValue(upper)}`;
}

function buildData({ days, names }: ForecastChartProps, palette: Palette): ChartData<'line'> {
  const quiet = { pointRadius: 0, pointHoverRadius: 0, borderWidth: 0, spanGaps: false };
  const band: ChartDataset<'line'> = {
    ...quiet,
    label: names.range,
    data: days.map(({ upper }) => upper),
    backgroundColor: withAlpha(palette.ebb, 0.28),
    // Down to the line that comes next: the lower end.
    fill: '+1',
  };
  const lowerEnd: ChartDataset<'line'> = { ...quiet, label: names.range, data: days.map(({ lower }) => lower) };
  const expected: ChartDataset<'line'> = {
    label: names.expected,
    data: days.map((day) => day.expected),
    borderColor: palette.muted,
    borderWidth: 2,
    borderDash: [5, 4],
    pointRadius: days.length > 40 ? 0 : 2,
    pointBackgroundColor: palette.muted,
  };
  const actual: ChartDataset<'line'> = {
    label: names.actual,
    data: days.map((day) => day.actual),
    borderColor: palette.tide,
    borderWidth: 2.25,
    pointStyle: days.map(({ miss }) => (miss === undefined ? 'circle' : 'triangle')),
    pointRadius: days.map(({ miss }) => (miss === undefined ? 0 : 7)),
    pointHoverRadius: 7,
    pointBackgroundColor: palette.tide,
    pointBorderColor: palette.ink,
  };
  return { labels: days.map(({ label }) => label), datasets: [band, lowerEnd, expected, actual] };
}

/** The datasets as tooltips tell them: the band once, with both of its ends. */
const bandIndex = 0;
const lowerEndIndex = 1;
const actualIndex = 3;

function buildOptions(props: ForecastChartProps, palette: Palette): ChartOptions<'line'> {
  const { days, names } = props;
  const shared = sharedOptions(palette, props.formatValue, 8);
  const tell = ({ datasetIndex, dataIndex }: TooltipItem<'line'>) => {
    const day = days[dataIndex];
    if (day === undefined) return '';
    if (datasetIndex === bandIndex) return `${names.range}: ${describeRange(day, props)}`;
    if (datasetIndex === actualIndex) return `${names.actual}: ${describeActual(day, props)}`;
    return `${names.expected}: ${describe(day.expected, props)}`;
  };
  return {
    ...shared,
    plugins: {
      ...shared.plugins,
      tooltip: {
        ...shared.plugins.tooltip,
        filter: ({ datasetIndex }) => datasetIndex !== lowerEndIndex,
        callbacks: { title: ([item]) => days[item?.dataIndex ?? -1]?.name ?? '', label: tell },
      },
    },
  };
}
