import type { ChartData, ChartDataset, ChartOptions, TooltipItem } from 'chart.js';
import { Line } from 'react-chartjs-2';
import { formatDay, formatRounded } from '../../lib/format.js';
import { ChartTable } from '../charts/ChartTable.js';
import { sharedOptions, withAlpha } from '../charts/chart-setup.js';
import { type Palette, usePalette } from '../charts/palette.js';
import {
  describeActual,
  describeRange,
  describeValue,
  type ForecastChartProps,
  namesOf,
  toReadTable,
} from './forecast-days.js';

/** What came as a solid line, what was forecast as a dashed one in its band. What fell outside of the band is a triangle. */
export default function ForecastChart(props: ForecastChartProps) {
  const palette = usePalette();
  return (
    <figure className="relative h-64 w-full min-w-0 sm:h-80">
      <div aria-hidden="true" className="absolute inset-0">
        <Line data={buildData(props, palette)} options={buildOptions(props, palette)} />
      </div>
      <ChartTable caption={props.title} {...toReadTable(props)} />
    </figure>
  );
}

function buildData(props: ForecastChartProps, palette: Palette): ChartData<'line'> {
  const { days } = props;
  const names = namesOf(props);
  const quiet = { pointRadius: 0, pointHoverRadius: 0, borderWidth: 0 };
  const band: ChartDataset<'line'> = {
    ...quiet,
    label: names.range,
    data: days.map(({ upper }) => upper),
    backgroundColor: withAlpha(palette.beacon, 0.18),
    // Down to the line that comes next: the lower end.
    fill: '+1',
  };
  const lowerEnd: ChartDataset<'line'> = { ...quiet, label: names.range, data: days.map(({ lower }) => lower) };
  const expected: ChartDataset<'line'> = {
    label: names.expected,
    data: days.map((day) => day.expected),
    borderColor: palette.beacon,
    borderWidth: 2,
    borderDash: [5, 4],
    pointRadius: days.length > 60 ? 0 : 2,
    pointBackgroundColor: palette.beacon,
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
  return { labels: days.map(({ date }) => formatDay(date)), datasets: [band, lowerEnd, expected, actual] };
}

/** The datasets as tooltips tell them: the band once, with both of its ends. */
const bandIndex = 0;
const lowerEndIndex = 1;
const actualIndex = 3;

function buildOptions(props: ForecastChartProps, palette: Palette): ChartOptions<'line'> {
  const { days } = props;
  const names = namesOf(props);
  const shared = sharedOptions(palette, formatRounded, 8);
  const tell = ({ datasetIndex, dataIndex }: TooltipItem<'line'>) => {
    const day = days[dataIndex];
    if (day === undefined) return '';
    if (datasetIndex === bandIndex) return `${names.range}: ${describeRange(day)}`;
    if (datasetIndex === actualIndex) return `${names.actual}: ${describeActual(day)}`;
    return `${names.expected}: ${describeValue(day.expected)}`;
  };
  const nameDay = (index: number | undefined) => {
    const day = days[index ?? -1];
    return day === undefined ? '' : formatDay(day.date, 'full');
  };
  return {
    ...shared,
    plugins: {
      ...shared.plugins,
      tooltip: {
        ...shared.plugins.tooltip,
        filter: ({ datasetIndex }) => datasetIndex !== lowerEndIndex,
        callbacks: { title: ([item]) => nameDay(item?.dataIndex), label: tell },
      },
    },
  };
}
