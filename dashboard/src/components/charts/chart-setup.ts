import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartOptions,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { Palette } from './palette.js';

// Only what is drawn here, so the chart chunk holds nothing else of Chart.js.
Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** A colour with its opacity, which canvas gradients need. */
export function withAlpha(hex: string, alpha: number): string {
  const channel = Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0');
  return /^#[0-9a-f]{6}$/i.test(hex) ? hex + channel : hex;
}

/** What every chart shares: type, grid, tooltip. Nothing moves: figures are to be read. */
export function sharedOptions(palette: Palette, formatValue: (value: number) => string, maxTicks: number) {
  const ticks = { color: palette.muted, font: { family: palette['font-sans'], size: 12 } };
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: {
        grid: { display: false },
        border: { color: palette.line },
        ticks: { ...ticks, maxRotation: 0, autoSkip: true, maxTicksLimit: maxTicks },
      },
      y: {
        beginAtZero: true,
        border: { display: false },
        grid: { color: palette.line },
        ticks: { ...ticks, maxTicksLimit: 5, callback: (value: string | number) => formatValue(Number(value)) },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: palette.ink,
        titleColor: palette.surface,
        bodyColor: palette.surface,
        padding: 12,
        cornerRadius: 10,
        usePointStyle: true,
        boxPadding: 6,
        bodyFont: { family: palette['font-sans'], size: 13 },
        titleFont: { family: palette['font-sans'], size: 12, weight: 'normal' },
      },
    },
  } satisfies ChartOptions<'line'> & ChartOptions<'bar'>;
}
