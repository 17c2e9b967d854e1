import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HeatMap } from './HeatMap.js';

const onSelect = jest.fn<(value: string) => void>();
const draw = (...selected: string[]) =>
  render(
    <HeatMap
      cells={[
        { weekday: 1, hour: 9, value: 40 },
        { weekday: 7, hour: 23, value: 10 },
      ]}
      selected={selected}
      onSelect={onSelect}
      formatValue={String}
      valueName="Sessions"
    />,
  );
// By their titles, which say the same as their names: of so many buttons the names take seconds.
const cell = (name: string) => screen.getByTitle(new RegExp(`^${name}`));
const monday9 = 'Monday, 9.AM to 10.AM, Sessions: 40';
const sunday23 = 'Sunday, 11.PM to 12.AM, Sessions: 10';

afterEach(() => {
  onSelect.mockReset();
});

describe('the hours of the week', () => {
  it('are a table of weekdays and hours, each with its figure', () => {
    draw();
    const table = screen.getByRole('table', { name: 'Sessions by weekday and hour' });
    expect(within(table).getAllByRole('columnheader')).toHaveLength(8);
    expect(within(table).getAllByRole('rowheader')).toHaveLength(24);
    expect(within(table).getAllByRole('button')).toHaveLength(7 * 24);
    expect(cell(monday9)).toHaveAccessibleName(expect.stringMatching(/^Monday, .* Sessions: 40$/));
    expect(cell('Tuesday, 9.AM to 10.AM, Sessions: 0')).toBeInTheDocument();
  });

  it('are deeper where there is more', () => {
    draw();
    const depth = (name: string) => Number((cell(name).firstElementChild as HTMLElement).style.opacity);
    expect(depth(monday9)).toBe(1);
    expect(depth(sunday23)).toBeLessThan(1);
    expect(depth('Tuesday, 9.AM')).toBe(0);
  });

  it.each([
    [['7-23', '1-09'], '7-23'],
    [['nonsense', '1-09'], '1-09'],
    [[], '1-00'],
  ])('filtered by %j are reached by Tab at %s, and all of them pressed', (selected, reached) => {
    const { container } = draw(...selected);
    const named = (attribute: string) =>
      [...container.querySelectorAll(attribute)].map((button) => button.getAttribute('data-cell'));
    expect(named('[tabindex="0"]')).toEqual([reached]);
    expect(named('[aria-pressed="true"]').toSorted()).toEqual(selected.filter((key) => key !== 'nonsense').toSorted());
  });

  it('filter by a click, and say which one is filtered by', async () => {
    draw('7-23');
    expect(cell(sunday23)).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(cell(monday9));
    expect(onSelect).toHaveBeenCalledWith('1-09');
  });

  it('are one stop for Tab, at the one that is filtered by; arrow keys move and stay at the edges', async () => {
    const user = userEvent.setup();
    draw('7-23');
    await user.tab();
    expect(cell(sunday23)).toHaveFocus();
    await user.keyboard('{ArrowRight}{ArrowDown}x');
    expect(cell(sunday23)).toHaveFocus();
    await user.keyboard('{ArrowUp}{ArrowLeft}');
    expect(cell('Saturday, 10.PM')).toHaveFocus();
    await user.keyboard('{Home}');
    expect(cell('Monday, 10.PM')).toHaveFocus();
    await user.keyboard('{End}{ArrowDown}');
    expect(cell(sunday23)).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(onSelect).toHaveBeenCalledWith('7-23');
    await user.tab();
    expect(document.body).toHaveFocus();
  });
});
