import type { ChartOptions } from 'chart.js';
import { Bar } from 'react-chartjs-2';
import { ChartTable } from './ChartTable.js';
import { sharedOptions } from './chart-setup.js';
import { usePalette } from './palette.js';

export interface BarChartProps {
  title: string;
  /** What a bar stands for, and what it measures. */
  columns: readonly [bar: string, value: string];
  bars: readonly { label: string; value: number }[];
  formatValue: (value: number) => string;
}

/** Values side by side. */
export default function BarChart({ title, columns, bars, formatValue }: BarChartProps) {
  const palette = usePalette();
  const shared = sharedOptions(palette, formatValue, 7);
  const options: ChartOptions<'bar'> = {
    ...shared,
    scales: {
      ...shared.scales,
      y: { ...shared.scales.y, suggestedMax: 4, ticks: { ...shared.scales.y.ticks, precision: 0 } },
    },
    plugins: {
      ...shared.plugins,
      tooltip: {
        ...shared.plugins.tooltip,
        callbacks: { label: (item) => `${columns[1]}: ${formatValue(Number(item.raw))}` },
      },
    },
  };
  const data = {
    labels: bars.map((bar) => bar.label),
    datasets: [
      {
        label: columns[1],
        data: bars.map((bar) => bar.value),
        backgroundColor: palette.tide,
        borderRadius: 3,
        categoryPercentage: 0.95,
        barPercentage: 0.85,
      },
    ],
  };
  return (
    <figure className="relative h-56 w-full min-w-0">
      <div aria-hidden="true" className="absolute inset-0">
        <Bar data={data} options={options} />
      </div>
      <ChartTable caption={title} columns={columns} rows={bars.map((bar) => [bar.label, formatValue(bar.value)])} />
    </figure>
  );
}
