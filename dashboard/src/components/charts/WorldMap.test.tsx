import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import WorldMap, { type WorldMapProps } from './WorldMap.js';
import { drawCountries } from './world.js';

const rows = [
  { code: 'DE', label: 'Germany', value: 60 },
  { code: 'FR', label: 'France', value: 20 },
  { code: 'SG', label: 'Singapore', value: 5 },
  { code: 'IT', label: 'Italy', value: 0 },
];
const onSelect = jest.fn<(code: string) => void>();
const draw = (props: Partial<WorldMapProps> = {}) =>
  render(
    <WorldMap rows={rows} selected={['FR']} onSelect={onSelect} formatValue={String} valueName="Sessions" {...props} />,
  );
const country = (name: string) => screen.getByRole('button', { name });

afterEach(() => {
  onSelect.mockReset();
});

describe('the outlines', () => {
  it('bear the two letters by which figures name countries', () => {
    const codes = drawCountries().map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['DE', 'US', 'CN', 'BR', 'ZA', 'AU', 'GB', 'XK']));
    // Northern Cyprus and Somaliland have no letters of their own.
    expect(codes.filter((code) => code === undefined)).toHaveLength(2);
    expect(new Set(codes).size).toBe(codes.length - 1);
    expect(codes.every((code) => code === undefined || /^[A-Z]{2}$/.test(code))).toBe(true);
  });

  it('leave Antarctica out', () => {
    expect(drawCountries().some(({ code }) => code === 'AQ')).toBe(false);
  });
});

describe('the map of the world', () => {
  it('has a button for each country with a figure, and says the figure', () => {
    draw();
    expect(screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual(
      expect.arrayContaining(['Germany, Sessions: 60', 'France, Sessions: 20']),
    );
    expect(screen.getAllByRole('button')).toHaveLength(2);
    expect(country('Germany, Sessions: 60').querySelector('title')).toHaveTextContent('Germany, Sessions: 60');
  });

  it('draws larger figures deeper', () => {
    draw();
    const depth = (name: string) => Number(country(name).getAttribute('fill-opacity'));
    expect(depth('Germany, Sessions: 60')).toBeGreaterThan(depth('France, Sessions: 20'));
  });

  it('names countries that it has no room for', () => {
    draw();
    expect(screen.getByText('Too small for this map: Singapore')).toBeInTheDocument();
  });

  it('says which countries are filtered by', () => {
    draw();
    expect(country('France, Sessions: 20')).toHaveAttribute('aria-pressed', 'true');
    expect(country('Germany, Sessions: 60')).toHaveAttribute('aria-pressed', 'false');
  });

  it('filters by a click', async () => {
    draw();
    await userEvent.click(country('Germany, Sessions: 60'));
    expect(onSelect).toHaveBeenCalledWith('DE');
  });

  it('is one stop for Tab; arrow keys go through the countries by size, Enter and Space filter', async () => {
    const user = userEvent.setup();
    draw();
    await user.tab();
    expect(country('Germany, Sessions: 60')).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(country('France, Sessions: 20')).toHaveFocus();
    await user.keyboard('{Enter}');
    await user.keyboard('{ArrowDown} ');
    expect(onSelect.mock.calls).toEqual([['FR'], ['DE']]);
    await user.keyboard('{End}');
    expect(country('France, Sessions: 20')).toHaveFocus();
    await user.keyboard('{Home}x');
    expect(country('Germany, Sessions: 60')).toHaveFocus();
    await user.tab();
    expect(document.body).toHaveFocus();
  });

  it('shows the figure of the country under the pointer', async () => {
    draw();
    await userEvent.hover(country('France, Sessions: 20'));
    expect(screen.getByText('France, Sessions: 20', { selector: 'span' })).toBeInTheDocument();
  });

  it('is empty water where no country is known', () => {
    draw({ rows: [] });
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.getByRole('group', { name: /^Sessions by country/ })).toBeInTheDocument();
  });
});
