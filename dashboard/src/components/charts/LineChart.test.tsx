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
const outlook = {
  axisLabels: ['Mar 9', 'Mar 10', 'Mar 11'],
  forecast: {
    name: 'Forecast',
    startIndex: 1,
    points: [
      { label: 'Tuesday', value: 5, lower: 4, upper: 7 },
      { label: 'Wednesday', value: 6, lower: 3, upper: 9 },
    ],
  },
} satisfies Partial<LineChartProps>;
const marks = {
  notes: [{ index: 0, text: 'New home page' }],
  spans: [{ from: 0, to: 1, text: 'Left out of forecasts: bots' }],
};
const draw = (props: Partial<LineChartProps> = {}) =>
  render(
    <ThemeProvider>
      <LineChart {...seas} {...props} />
    </ThemeProvider>,
  );
const tooltip = () => getDrawing('line').options.plugins.tooltip;
const describePoint = (datasetIndex: number, dataIndex: number) =>
  tooltip().callbacks.label({ datasetIndex, dataIndex, raw: 0 });
const rows = () => screen.getAllByRole('row').map((row) => row.textContent);

beforeEach(() => {
  installMatchMedia();
  document.documentElement.style.setProperty('--tide', '#0b7480');
});

describe('the line chart', () => {
  it('has a table behind it, with dashes where nothing is known', () => {
    draw();
    expect(rows()).toEqual(['DayVisitorsCompared period', 'Monday4 v2 v (a Monday)', 'Tuesday––']);
  });

  it('shows the table in the place of the drawing where that is wanted, in a box that keys can scroll', () => {
    const { container } = draw({ isTable: true });
    expect(container.querySelector('canvas')).toBeNull();
    expect(screen.getByRole('group', { name: 'Visitors by day' })).toHaveAttribute('tabindex', '0');
  });

  it('leaves the comparison out where there is none', () => {
    draw({ comparison: undefined });
    expect(getDrawing('line').data.datasets).toHaveLength(1);
    expect(screen.getAllByRole('row')[0]).toHaveTextContent('DayVisitors');
  });

  it('names the day of each line under the pointer, and says which day still runs', () => {
    draw();
    expect(describePoint(0, 0)).toBe('4 v  Monday');
    expect(describePoint(1, 0)).toBe('2 v  a Monday');
    expect(describePoint(0, 1)).toBe('–  Tuesday, so far');
    expect(describePoint(1, 1)).toBe('');
  });

  it('says nothing under the pointer for lines that have no point there', () => {
    draw();
    expect(tooltip().filter({ datasetIndex: 1, dataIndex: 1, raw: 0 })).toBe(false);
    expect(tooltip().filter({ datasetIndex: 1, dataIndex: 0, raw: 0 })).toBe(true);
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

describe('a forecast on the line chart', () => {
  it('goes on after the line, as a dotted one within a band', () => {
    draw(outlook);
    const [, , value, lower, upper] = getDrawing('line').data.datasets;
    expect([value?.data, lower?.data, upper?.data]).toEqual([
      [null, 5, 6],
      [null, 4, 3],
      [null, 7, 9],
    ]);
    expect(value?.borderDash).toEqual([2, 4]);
    expect([lower?.fill, upper?.fill]).toEqual([undefined, '-1']);
  });

  it('tells its interval under the pointer and in the table, the edges of the band saying nothing of their own', () => {
    draw(outlook);
    expect(describePoint(2, 2)).toBe('6 v (3 v – 9 v)  Forecast, Wednesday');
    expect(describePoint(2, 0)).toBe('');
    expect([describePoint(3, 2), describePoint(4, 2)]).toEqual(['', '']);
    expect(rows()).toEqual([
      'DayVisitorsCompared periodForecast',
      'Monday4 v2 v (a Monday)–',
      'Tuesday––5 v (4 v – 7 v)',
      'Wednesday––6 v (3 v – 9 v)',
    ]);
  });
});

describe('what happened', () => {
  it('stands in the table, in a column of its own', () => {
    draw({ marks });
    expect(rows()).toEqual([
      'DayVisitorsCompared periodNotes',
      'Monday4 v2 v (a Monday)New home page; Left out of forecasts: bots',
      'Tuesday––Left out of forecasts: bots',
    ]);
  });

  it('is told under the pointer, in lines as short as a canvas needs them', () => {
    const long = 'A sale of everything began at noon and went on until the last of the lanterns was gone';
    draw({ marks: { notes: [{ index: 0, text: long }], spans: [] } });
    const lines = tooltip().callbacks.afterBody([{ datasetIndex: 0, dataIndex: 0, raw: 0 }]);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every((line) => line.length <= 48)).toBe(true);
    expect(lines.join(' ')).toBe(long);
    expect(tooltip().callbacks.afterBody([{ datasetIndex: 0, dataIndex: 1, raw: 0 }])).toEqual([]);
    expect(tooltip().callbacks.afterBody([])).toEqual([]);
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
      'Page views: 5',
    );
    expect(screen.getByRole('row', { name: '12:00 5' })).toBeInTheDocument();
  });
});
