import type { ChartOptions, TooltipItem } from 'chart.js';
import { Line } from 'react-chartjs-2';
import { t } from '../../locales/i18n.js';
import { ChartTable } from './ChartTable.js';
import { sharedOptions, withAlpha } from './chart-setup.js';
import type { LineChartProps, Series } from './line-chart-props.js';
import { buildLines, formatForecast, type Line as ChartLine } from './line-data.js';
import { type Palette, usePalette } from './palette.js';
import { textsAt, timeMarks, type TimeMarks } from './time-marks.js';

export type { LineChartProps } from './line-chart-props.js';

/** A series over time, like water standing under its line; the compared period as a thinner one, what is forecast as a band. */
export default function LineChart(props: LineChartProps) {
  const palette = usePalette();
  const { title, isTable = false } = props;
  const lines = buildLines(props, palette);
  return (
    <figure className={`relative w-full min-w-0 ${isTable ? '' : 'h-64 sm:h-80'}`}>
      {!isTable && (
        <div aria-hidden="true" className="absolute inset-0">
          <Line
            data={{ labels: [...props.axisLabels], datasets: lines.map(({ dataset }) => dataset) }}
            options={buildOptions(props, lines, palette)}
            plugins={plugins}
          />
        </div>
      )}
      <ChartTable caption={title} {...buildTable(props)} isShown={isTable} />
    </figure>
  );
}

const plugins = [timeMarks];
const noMarks: TimeMarks = { notes: [], spans: [] };

/** The chart's figures as rows, with a column for each thing it shows. */
function buildTable(props: LineChartProps) {
  const { axisLabels, series, comparison, forecast, marks = noMarks, formatValue } = props;
  const hasMarks = marks.notes.length + marks.spans.length > 0;
  const pointName = props.pointName ?? t('figures:chart.points.day');
  const rows = axisLabels.map((axisLabel, index) => {
    const point = series.points[index];
    const expected = forecast?.points[index - forecast.startIndex];
    return [
      point?.label ?? expected?.label ?? axisLabel,
      formatValue(point?.value ?? null),
      ...(comparison === undefined ? [] : [describeCompared(comparison, index, formatValue)]),
      ...(forecast === undefined ? [] : [expected === undefined ? '–' : formatForecast(expected, formatValue)]),
      ...(hasMarks ? [textsAt(marks, index).join('; ')] : []),
    ];
  });
  const columns = [pointName, series.name, comparison?.name, forecast?.name, hasMarks && t('figures:chart.notes')];
  return { columns: columns.filter((column) => typeof column === 'string'), rows };
}

function describeCompared({ points }: Series, index: number, formatValue: LineChartProps['formatValue']): string {
  const point = points[index];
  return point === undefined ? formatValue(null) : `${formatValue(point.value)} (${point.label})`;
}

function buildOptions(
  { series, marks = noMarks, formatValue }: LineChartProps,
  lines: readonly ChartLine[],
  palette: Palette,
): ChartOptions<'line'> {
  const shared = sharedOptions(palette, formatValue, 8);
  const describe = ({ datasetIndex, dataIndex }: TooltipItem<'line'>) => lines[datasetIndex]?.describe(dataIndex) ?? '';
  return {
    ...shared,
    plugins: {
      ...shared.plugins,
      timeMarks: { ...marks, noteColor: palette.beacon, spanColor: withAlpha(palette.ebb, 0.2) },
      tooltip: {
        ...shared.plugins.tooltip,
        filter: (item) => describe(item) !== '',
        callbacks: {
          title: () => series.name,
          label: describe,
          afterBody: ([item]) => (item === undefined ? [] : textsAt(marks, item.dataIndex).flatMap(wrap)),
        },
      },
    },
  };
}

/** A canvas breaks no lines. */
const wrap = (text: string): string[] => text.match(/\S.{0,46}(?=\s|$)|\S{1,47}/gu) ?? [];
