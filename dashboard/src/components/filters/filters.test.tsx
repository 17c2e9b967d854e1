import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import { buildBreakdown, buildDaily, buildFigures, buildPages, buildSources } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const reports = ['daily', 'pages', 'sources', 'breakdown'] as const;
/** What each report was last asked to be narrowed to. */
const lastAsked = (name: string) =>
  reports.map((report) => api.requestsTo(`/api/metrics/${report}`).at(-1)?.query.get(name));
const row = (name: string) => screen.findByRole('button', { name });
/** What is offered, each with its figure. */
const suggested = (dialog: Pick<typeof screen, 'getByRole'>) =>
  within(dialog.getByRole('listbox', { name: 'Suggestions' }))
    .getAllByRole('option')
    .map((option) => option.textContent);
const chips = () => within(screen.getByRole('list', { name: 'Filters' })).getAllByRole('listitem');

beforeEach(() => {
  api = startApi();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('a click on a row', () => {
  it('narrows every panel to it, and the address says so', async () => {
    const { user, address } = renderApp();
    await user.click(await row('/tides'));
    expect(address()).toBe('/?page=harbour.example%2Ftides');
    expect(lastAsked('page')).toEqual(reports.map(() => 'harbour.example/tides'));
    expect(await row('/tides')).toHaveAttribute('aria-pressed', 'true');
    expect(chips().map((chip) => chip.textContent)).toEqual(['Page is /tides']);
  });

  it('leaves the keyboard at the filters, since the row is read anew', async () => {
    const { user } = renderApp();
    await user.click(await row('/tides'));
    expect(screen.getByRole('group', { name: 'Filters' })).toHaveFocus();
    await user.click(await row('Remove the filter: Page is /tides'));
    expect(screen.getByRole('group', { name: 'Filters' })).toHaveFocus();
  });

  it('on the same row takes it away again', async () => {
    const { user, address } = renderApp('/?page=harbour.example/tides&range=7d');
    await user.click(await row('/tides'));
    expect(address()).toBe('/?range=7d');
    expect(lastAsked('page')).toEqual([null, null, null, null]);
    expect(screen.queryByRole('list', { name: 'Filters' })).not.toBeInTheDocument();
  });

  it('of a source keeps to its channel, as the row does', async () => {
    const { user, address } = renderApp();
    await user.click(await row('Google · Organic Search'));
    expect(address()).toBe('/?source=Google&channel=Organic+Search');
    expect(chips().map((chip) => chip.textContent)).toEqual(['Source is Google', 'Channel is Organic Search']);
    await user.click(await row('Google · Organic Search'));
    expect(address()).toBe('/');
  });

  it('of what isn’t known looks for what isn’t known', async () => {
    const { user, address } = renderApp();
    await user.click(await row('Unknown'));
    expect(address()).toBe('/?country=%28none%29');
    expect(chips().map((chip) => chip.textContent)).toEqual(['Country is Unknown']);
  });

  it('on the map, or in the hours of the week, does the same', async () => {
    const { user, address } = renderApp();
    await user.click(await screen.findByRole('button', { name: /^Germany, Sessions: 90/ }));
    expect(address()).toBe('/?country=DE');
    expect(await screen.findByRole('button', { name: /^Germany, Sessions: 90/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await user.click(await screen.findByRole('button', { name: /^Monday.*80/ }));
    expect(address()).toBe('/?country=DE&weekday_hour=1-09');
    await user.click(await screen.findByRole('button', { name: /^Monday.*80/ }));
    expect(address()).toBe('/?country=DE');
  });
});

describe('a chip', () => {
  it.each([
    ['country=!DE', 'Country is not Germany'],
    ['page=*tides*', 'Page contains tides'],
    ['source=a,b', 'Source is any of a or b'],
    ['day_of_week=1', 'Weekday is Monday'],
  ])('says of %s in words: %s', async (query, words) => {
    renderApp(`/?${query}`);
    await screen.findByRole('heading', { name: 'Harbour' });
    expect(chips().map((chip) => chip.textContent)).toEqual([words]);
  });

  it('is removed alone, or all at once', async () => {
    const { user, address } = renderApp('/?country=DE&os=macOS&browser=Firefox');
    await user.click(await row('Remove the filter: Country is Germany'));
    expect(address()).toBe('/?os=macOS&browser=Firefox');
    await user.click(await row('Clear all'));
    expect(address()).toBe('/');
  });
});

describe('the editor', () => {
  beforeEach(() => {
    // Other panels are slow to search through, and not what this is about.
    api.on('/api/metrics/breakdown', ({ searchParams }) =>
      searchParams.get('dimension') === 'country'
        ? { status: 200, body: buildBreakdown('country', { DE: 90, '(none)': 30 }) }
        : new Promise(() => undefined),
    );
  });

  const open = async (address = '/') => {
    const app = renderApp(address);
    await app.user.click(await row('Add filter'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Add a filter' }));
    return { ...app, dialog, field: dialog.getByRole('combobox', { name: 'Value' }) };
  };

  it('makes a filter from what is typed and suggested, by keyboard alone', async () => {
    const { user, address, dialog, field } = await open();
    expect(field).toHaveFocus();
    await user.selectOptions(dialog.getByRole('combobox', { name: 'What' }), 'Country');
    await user.type(dialog.getByRole('combobox', { name: 'Value' }), 'ger');
    await act(() => jest.advanceTimersByTimeAsync(300));
    expect(suggested(dialog)).toEqual(['Germany90']);
    await user.keyboard('{ArrowDown}');
    expect(dialog.getByRole('option', { name: /Germany/ })).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Enter}');
    expect(dialog.getByRole('combobox', { name: 'Value' })).toHaveValue('Germany');
    await user.keyboard('{Enter}');
    expect(address()).toBe('/?country=DE');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(await row('Add filter')).toHaveFocus();
  });

  it('takes a name that was typed out for the value it names', async () => {
    const { user, address, dialog } = await open();
    await user.selectOptions(dialog.getByRole('combobox', { name: 'What' }), 'Country');
    await user.type(dialog.getByRole('combobox', { name: 'Value' }), 'germany');
    await user.click(dialog.getByRole('button', { name: 'Apply' }));
    expect(address()).toBe('/?country=DE');
  });

  it.each([
    ['is', '/tides', 'page=harbour.example%2Ftides'],
    ['is', '/blog/*', 'page=harbour.example%2Fblog%2F*'],
    ['is not', 'blog.harbour.example/', 'page=%21blog.harbour.example%2F'],
    ['contains', '/blog', 'page=*%2Fblog*'],
    ['does not contain', 'tide', 'page=%21*tide*'],
    ['is any of', '/a, /b', 'page=harbour.example%2Fa%2Charbour.example%2Fb'],
  ])('writes “Page %s %s” as the API has it', async (operator, typed, query) => {
    const { user, address, dialog, field } = await open();
    await user.selectOptions(dialog.getByRole('combobox', { name: 'How' }), operator);
    await user.type(field, typed);
    await user.click(dialog.getByRole('button', { name: 'Apply' }));
    expect(address()).toBe(`/?${query}`);
  });

  it('picks several values, and drops them', async () => {
    api.answer(
      '/api/metrics/sources',
      buildSources([
        ['Google', 'Organic Search', 9],
        ['Google', 'Paid Search', 8],
        ['Bing', 'Organic Search', 7],
      ]),
    );
    const { user, address, dialog, field } = await open();
    await user.selectOptions(dialog.getByRole('combobox', { name: 'What' }), 'Source');
    await user.selectOptions(dialog.getByRole('combobox', { name: 'How' }), 'is any of');
    expect(field).not.toBeInTheDocument();
    expect(suggested(dialog)).toEqual(['Google9', 'Bing7']);
    await user.click(dialog.getByRole('option', { name: /Google/ }));
    await user.click(dialog.getByRole('option', { name: /Bing/ }));
    await user.type(dialog.getByRole('combobox', { name: 'Value' }), 'Ecosia');
    const chosen = dialog.getByRole('list', { name: 'Chosen values' });
    expect(within(chosen).getAllByRole('listitem')).toHaveLength(2);
    await user.click(within(chosen).getByRole('button', { name: 'Take Bing out' }));
    await user.click(dialog.getByRole('button', { name: 'Apply' }));
    expect(address()).toBe('/?source=Google%2CEcosia');
  });

  it('asks the API for suggestions where it has more than fit, once the typing rests', async () => {
    api.answer('/api/metrics/pages', buildPages({ 'harbour.example/': 9 }, 4_000));
    const { user, dialog, field } = await open();
    const before = api.requestsTo('/api/metrics/pages').length;
    await user.type(field, 'tide');
    expect(api.requestsTo('/api/metrics/pages')).toHaveLength(before);
    api.answer('/api/metrics/pages', buildPages({ 'harbour.example/tides': 4 }));
    await act(() => jest.advanceTimersByTimeAsync(300));
    expect(
      api
        .requestsTo('/api/metrics/pages')
        .slice(before)
        .map(({ query }) => query.get('page')),
    ).toEqual(['*tide*']);
    expect(suggested(dialog)).toEqual(['/tides4']);
  });

  it('says why there are no suggestions, and still takes what is typed', async () => {
    api.fail('/api/metrics/pages', { title: 'Temporarily unavailable' });
    const { user, address, dialog, field } = await open();
    expect(await dialog.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
    await user.type(field, '/tides{Enter}');
    expect(address()).toBe('/?page=harbour.example%2Ftides');
  });

  it('changes a filter that is there', async () => {
    const { user, address } = renderApp('/?country=DE,FR');
    await user.click(await row('Change the filter: Country is any of Germany or France'));
    const dialog = within(screen.getByRole('dialog', { name: 'Change the filter' }));
    expect(dialog.getByRole('combobox', { name: 'How' })).toHaveDisplayValue('is any of');
    await user.selectOptions(dialog.getByRole('combobox', { name: 'How' }), 'is not');
    expect(dialog.getByRole('combobox', { name: 'Value' })).toHaveValue('Germany');
    await user.click(dialog.getByRole('button', { name: 'Apply' }));
    expect(address()).toBe('/?country=%21DE');
  });

  it('has nothing to apply without a value, and changes nothing when it’s left', async () => {
    const { user, address, dialog } = await open();
    expect(dialog.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(address()).toBe('/');
  });
});

describe('where nothing passes', () => {
  it('the page says so, and offers to clear the filters', async () => {
    api.answer('/api/metrics/daily', buildDaily({ data: [], totals: buildFigures({ page_views: 0 }) }));
    const { user, address } = renderApp('/?country=DE');
    expect(await screen.findByRole('heading', { name: 'Nothing passes these filters' })).toBeInTheDocument();
    api.answer('/api/metrics/daily', buildDaily()).answer('/api/metrics/breakdown', buildBreakdown('country', {}));
    await user.click(screen.getAllByRole('button', { name: 'Clear all' })[1]!);
    expect(address()).toBe('/');
    expect(await screen.findByRole('group', { name: 'Figures of the period' })).toBeInTheDocument();
  });
});
