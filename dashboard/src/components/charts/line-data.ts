import type { ChartDataset, ScriptableContext } from 'chart.js';
import { t } from '../../locales/i18n.js';
import { withAlpha } from './chart-setup.js';
import type { Forecast, LineChartProps, Series } from './line-chart-props.js';
import type { Palette } from './palette.js';

/** A line of the chart, with what it says of a place of the axis; nothing where it has no point there. */
export interface Line {
  dataset: ChartDataset<'line', (number | null)[]>;
  describe: (index: number) => string;
}

/** The lines of a chart: the series first, so that it's drawn above the others. */
export function buildLines(props: LineChartProps, palette: Palette): readonly Line[] {
  const { axisLabels, comparison, forecast } = props;
  const isLong = axisLabels.length > 120;
  return [
    toSeriesLine(props, palette, isLong),
    ...(comparison === undefined ? [] : [toComparisonLine(props, comparison, palette, isLong)]),
    ...(forecast === undefined ? [] : toForecastLines(props, forecast, palette)),
  ];
}

const common = {
  cubicInterpolationMode: 'monotone' as const,
  pointHoverRadius: 4,
  pointHitRadius: 12,
  spanGaps: false,
};
/** A single point makes no line, so it's drawn itself. */
const pointRadiusOf = (points: readonly unknown[]) => (points.length === 1 ? 4 : 0);

function toSeriesLine(
  { axisLabels, series, runningIndex, formatValue }: LineChartProps,
  palette: Palette,
  isLong: boolean,
): Line {
  return {
    dataset: {
      ...common,
      label: series.name,
      data: series.points.map((point) => point.value),
      pointRadius: pointRadiusOf(axisLabels),
      borderColor: palette.tide,
      pointBackgroundColor: palette.tide,
      borderWidth: isLong ? 1.5 : 2.25,
      fill: 'origin',
      backgroundColor: (context: ScriptableContext<'line'>) => fillWithWater(context, palette),
      segment: { borderDash: ({ p1DataIndex }) => (p1DataIndex === runningIndex ? [5, 5] : undefined) },
    },
    describe: (index) => {
      const text = describePoint(series, index, formatValue);
      return index === runningIndex && text !== '' ? t('figures:chart.soFar', { point: text }) : text;
    },
  };
}

function toComparisonLine(
  { axisLabels, formatValue }: LineChartProps,
  comparison: Series,
  palette: Palette,
  isLong: boolean,
): Line {
  return {
    dataset: {
      ...common,
      label: comparison.name,
      data: comparison.points.map((point) => point.value),
      pointRadius: pointRadiusOf(axisLabels),
      borderColor: palette.ebb,
      pointBackgroundColor: palette.ebb,
      borderWidth: isLong ? 1 : 1.5,
    },
    describe: (index) => describePoint(comparison, index, formatValue),
  };
}

/** The two edges of the interval, with the water between them, and what is expected as a dotted line within. */
function toForecastLines({ formatValue }: LineChartProps, forecast: Forecast, palette: Palette): Line[] {
  const { name, startIndex, points } = forecast;
  const before = Array.from({ length: startIndex }, () => null);
  const silent = () => '';
  const edge = { ...common, pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 0, borderWidth: 0 };
  return [
    {
      dataset: {
        ...common,
        label: name,
        data: [...before, ...points.map(({ value }) => value)],
        pointRadius: pointRadiusOf(points),
        borderColor: palette.beacon,
        pointBackgroundColor: palette.beacon,
        borderWidth: 2,
        borderDash: [2, 4],
        borderCapStyle: 'round',
      },
      describe: (index) => {
        const point = points[index - startIndex];
        return point === undefined ? '' : `${formatForecast(point, formatValue)}  ${name}, ${point.label}`;
      },
    },
    {
      dataset: { ...edge, label: `${name} ↓`, data: [...before, ...points.map(({ lower }) => lower)] },
      describe: silent,
    },
    {
      dataset: {
        ...edge,
        label: `${name} ↑`,
        data: [...before, ...points.map(({ upper }) => upper)],
        fill: '-1',
        backgroundColor: withAlpha(palette.beacon, 0.16),
      },
      describe: silent,
    },
  ];
}

/** What is expected, with the interval it will lie in. */
export function formatForecast(
  { value, lower, upper }: Forecast['points'][number],
  formatValue: LineChartProps['formatValue'],
): string {
  return t('figures:chart.range', {
    value: formatValue(value),
    lower: formatValue(lower),
    upper: formatValue(upper),
  });
}

function describePoint({ points }: Series, index: number, formatValue: LineChartProps['formatValue']): string {
  const point = points[index];
  return point === undefined ? '' : `${formatValue(point.value)}  ${point.label}`;
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
