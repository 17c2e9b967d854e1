import { beforeEach, describe, expect, it } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { ThemeProvider } from '../../context/theme.js';
import { getDrawing } from '../../testing/fake-charts.js';
import { installMatchMedia } from '../../testing/match-media.js';
import type { LineChartProps } from './LineChart.js';

// Loaded after the fake canvas is in place.
const { default: LineChart } = await import('./LineChart.js');
const { default: BarChart } = await import('./BarChart.js');

const seas: LineChartProps = {
  title: 'Visitors by day',
  axisLabels: ['Mar 9', 'Mar 10'],
  series: {
    name: 'Visitors',
    points: [
      { label: 'Monday', value: 4 },
      { label: 'Tuesday', value: null },
    ],
  },
  comparison: { name: 'Compared period', points: [{ label: 'a Monday', value: 2 }] },
  runningIndex: 1,
  formatValue: (value) => (value === null ? '–' : `${String(value)} v`),
};
const draw = (props: Partial<LineChartProps> = {}) =>
  render(
    <ThemeProvider>
      <LineChart {...seas} {...props} />
    </ThemeProvider>,
  );
const tooltip = (datasetIndex: number, dataIndex: number) =>
  getDrawing('line').options.plugins.tooltip.callbacks.label({ datasetIndex, dataIndex, raw: 0 });

beforeEach(() => {
  installMatchMedia();
  document.documentElement.style.setProperty('--tide', '#0b7480');
});

describe('the line chart', () => {
  it('has a table behind it, with dashes where nothing is known', () => {
    draw();
    expect(screen.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'DayVisitorsCompared period',
      'Monday4 v2 v (a Monday)',
      'Tuesday–– (no day)',
    ]);
  });

  it('leaves the comparison out where there is none', () => {
    draw({ comparison: undefined });
    expect(getDrawing('line').data.datasets).toHaveLength(1);
    expect(screen.getAllByRole('row')[0]).toHaveTextContent('DayVisitors');
  });

  it('names the day of each line under the pointer, and says which day still runs', () => {
    draw();
    expect(tooltip(0, 0)).toBe('4 v  Monday');
    expect(tooltip(1, 0)).toBe('2 v  a Monday');
    expect(tooltip(0, 1)).toBe('–  Tuesday, so far');
    expect(tooltip(1, 1)).toBe('');
  });

  it('fills the line with water once there is room to draw', () => {
    draw();
    const fill = getDrawing('line').data.datasets[0].backgroundColor;
    const stops: string[] = [];
    const gradient = { addColorStop: (_: number, color: string) => stops.push(color) };
    expect(fill({ chart: {} })).toBe('transparent');
    expect(fill({ chart: { chartArea: { top: 0, bottom: 9 }, ctx: { createLinearGradient: () => gradient } } })).toBe(
      gradient,
    );
    expect(stops).toEqual(['#0b74804d', '#0b74800a']);
  });

  it('shows a single day as a point, since a line needs two', () => {
    draw({ axisLabels: ['Mar 9'] });
    expect(getDrawing('line').data.datasets[0].pointRadius).toBeGreaterThan(0);
  });

  it('writes its axis in the unit of the metric', () => {
    draw();
    expect(getDrawing('line').options.scales.y.ticks.callback(3)).toBe('3 v');
  });
});

describe('the bar chart', () => {
  it('says what a bar is under the pointer and in the table', () => {
    render(
      <ThemeProvider>
        <BarChart
          title="Page views"
          columns={['Minute', 'Page views']}
          bars={[{ label: '12:00', value: 5 }]}
          formatValue={String}
        />
      </ThemeProvider>,
    );
    expect(getDrawing('bar').options.plugins.tooltip.callbacks.label({ datasetIndex: 0, dataIndex: 0, raw: 5 })).toBe(
      '5 page views',
    );
    expect(screen.getByRole('row', { name: '12:00 5' })).toBeInTheDocument();
  });
});
