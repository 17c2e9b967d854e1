import type { ChartData, ChartOptions, ScriptableContext, TooltipItem } from 'chart.js';
import { Line } from 'react-chartjs-2';
import { ChartTable } from './ChartTable.js';
import { sharedOptions, withAlpha } from './chart-setup.js';
import { type Palette, usePalette } from './palette.js';

/** A value for each day; the label says which day, in full. */
export interface Series {
  name: string;
  points: readonly { label: string; value: number | null }[];
}

export interface LineChartProps {
  title: string;
  /** Short names of the days, for the axis. */
  axisLabels: readonly string[];
  series: Series;
  comparison?: Series | undefined;
  /** The point that is still growing: the way to it is dashed. */
  runningIndex?: number | undefined;
  formatValue: (value: number | null) => string;
}

/** A series over time, like water standing under its line, with the compared period as a thinner one. */
export default function LineChart(props: LineChartProps) {
  const palette = usePalette();
  const { title, axisLabels, series, comparison, formatValue } = props;
  const isComparable = comparison !== undefined;
  return (
    <figure className="relative h-64 w-full min-w-0 sm:h-80">
      <div aria-hidden="true" className="absolute inset-0">
        <Line data={buildData(props, palette)} options={buildOptions(props, palette)} />
      </div>
      <ChartTable
        caption={title}
        columns={isComparable ? ['Day', series.name, comparison.name] : ['Day', series.name]}
        rows={axisLabels.map((label, index) => {
          const point = series.points[index];
          const compared = comparison?.points[index];
          const row = [point?.label ?? label, formatValue(point?.value ?? null)];
          return isComparable
            ? [...row, `${formatValue(compared?.value ?? null)} (${compared?.label ?? 'no day'})`]
            : row;
        })}
      />
    </figure>
  );
}

function buildData(
  { axisLabels, series, comparison, runningIndex }: LineChartProps,
  palette: Palette,
): ChartData<'line'> {
  const common = {
    cubicInterpolationMode: 'monotone' as const,
    pointRadius: axisLabels.length === 1 ? 4 : 0,
    pointHoverRadius: 4,
    pointHitRadius: 12,
    spanGaps: false,
  };
  return {
    labels: [...axisLabels],
    datasets: [
      {
        ...common,
        label: series.name,
        data: series.points.map((point) => point.value),
        borderColor: palette.tide,
        pointBackgroundColor: palette.tide,
        borderWidth: axisLabels.length > 120 ? 1.5 : 2.25,
        fill: 'origin',
        backgroundColor: (context: ScriptableContext<'line'>) => fillWithWater(context, palette),
        segment: { borderDash: ({ p1DataIndex }) => (p1DataIndex === runningIndex ? [5, 5] : undefined) },
      },
      ...(comparison === undefined
        ? []
        : [
            {
              ...common,
              label: comparison.name,
              data: comparison.points.slice(0, axisLabels.length).map((point) => point.value),
              borderColor: palette.ebb,
              pointBackgroundColor: palette.ebb,
              borderWidth: axisLabels.length > 120 ? 1 : 1.5,
            },
          ]),
    ],
  };
}

function fillWithWater({ chart }: ScriptableContext<'line'>, palette: Palette): CanvasGradient | string {
  // Before the first layout there is no area to lay a gradient over.
  const area = chart.chartArea as typeof chart.chartArea | undefined;
  if (area === undefined) return 'transparent';
  const gradient = chart.ctx.createLinearGradient(0, area.top, 0, area.bottom);
  gradient.addColorStop(0, withAlpha(palette.tide, 0.3));
  gradient.addColorStop(1, withAlpha(palette.tide, 0.04));
  return gradient;
}

function buildOptions(
  { series, comparison, runningIndex, formatValue }: LineChartProps,
  palette: Palette,
): ChartOptions<'line'> {
  const shared = sharedOptions(palette, formatValue, 8);
  const describe = ({ datasetIndex, dataIndex }: TooltipItem<'line'>) => {
    const point = (datasetIndex === 0 ? series : comparison)?.points[dataIndex];
    const note = datasetIndex === 0 && dataIndex === runningIndex ? ', so far' : '';
    return point === undefined ? '' : `${formatValue(point.value)}  ${point.label}${note}`;
  };
  return {
    ...shared,
    plugins: {
      ...shared.plugins,
      tooltip: { ...shared.plugins.tooltip, callbacks: { title: () => series.name, label: describe } },
    },
  };
}
