import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeApi } from '../../testing/fake-api.js';

type Options = { filter: (node: Node) => boolean; backgroundColor: string };
const domToBlob = jest.fn<(panel: Element, options: Options) => Promise<Blob>>();
jest.unstable_mockModule('modern-screenshot', () => ({ domToBlob }));
// Loaded after the fake is in place.
const { PanelExport } = await import('./PanelExport.js');

/** What a browser would have been handed to save. */
let saved: { name: string; content: Blob }[];
let content: Blob;

beforeEach(() => {
  saved = [];
  domToBlob.mockReset().mockResolvedValue(new Blob(['picture']));
  URL.createObjectURL = (blob) => {
    content = blob as Blob;
    return 'blob:saved';
  };
  URL.revokeObjectURL = () => undefined;
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, content });
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

const table = { columns: ['Page', 'Views'], rows: [['/=1', '9']] };
const inPanel = (props: Partial<Parameters<typeof PanelExport>[0]> = {}) =>
  render(
    <section data-panel aria-label="Pages">
      <p>figures</p>
      <p className="sr-only">for the ear</p>
      <PanelExport name="Top pages" {...props} />
    </section>,
  );
const readBytes = (blob: Blob) =>
  new Promise<ArrayBuffer>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as ArrayBuffer);
    };
    reader.readAsArrayBuffer(blob);
  });
const readText = async (blob: Blob) => new TextDecoder().decode(await readBytes(blob));

describe('the export of a panel', () => {
  it('saves the rows of its report as the API writes them', async () => {
    const api = new FakeApi().install().answer('/api/metrics/pages', 'page,views');
    inPanel({ csvPath: '/api/metrics/pages?limit=1000' });
    await userEvent.click(screen.getByRole('button', { name: 'Top pages as CSV' }));
    expect(saved.map(({ name }) => name)).toEqual(['top-pages.csv']);
    expect(Object.fromEntries(api.requests[0]?.query ?? [])).toEqual({ limit: '1000', format: 'csv' });
  });

  it.each([
    ['of a report', { csvPath: '/api/metrics/pages' }],
    ['that it shows', { table }],
  ])('marks rows %s as UTF-8, which spreadsheets don’t guess', async (_, props) => {
    new FakeApi().install().answer('/api/metrics/pages', 'page,views');
    inPanel(props);
    await userEvent.click(screen.getByRole('button', { name: 'Top pages as CSV' }));
    const bytes = new Uint8Array(await readBytes(saved[0]!.content));
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('saves the rows it shows where no report holds them', async () => {
    inPanel({ table });
    await userEvent.click(screen.getByRole('button', { name: 'Top pages as CSV' }));
    expect(await readText(saved[0]!.content)).toBe('Page,Views\r\n/=1,9\r\n');
  });

  it('offers no rows where there are none', () => {
    inPanel();
    expect(screen.queryByRole('button', { name: 'Top pages as CSV' })).not.toBeInTheDocument();
  });

  it('saves a picture of the panel around it, without buttons and what is for the ear', async () => {
    inPanel();
    await userEvent.click(screen.getByRole('button', { name: 'Top pages as PNG' }));
    expect(saved.map(({ name }) => name)).toEqual(['top-pages.png']);
    const [panel, { filter }] = domToBlob.mock.calls[0]!;
    expect(panel).toBe(screen.getByRole('region', { name: 'Pages' }));
    expect([...panel.children].filter(filter).map(({ textContent }) => textContent)).toEqual(['figures']);
    expect(filter(document.createTextNode('x'))).toBe(true);
  });

  it('says why a picture couldn’t be drawn', async () => {
    domToBlob.mockRejectedValue(new Error('no canvas'));
    inPanel();
    await userEvent.click(screen.getByRole('button', { name: 'Top pages as PNG' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('no canvas');
    expect(saved).toEqual([]);
  });

  it('says so where there is no panel', async () => {
    render(<PanelExport name="Top pages" />);
    await userEvent.click(screen.getByRole('button', { name: 'Top pages as PNG' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('there is no panel');
  });
});
