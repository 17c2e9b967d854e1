import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { NewPageView, ObservedView } from '@tidemark/api';
import { CommandError } from '../../command-error.js';
import { createIdentity } from './identity.js';
import { importAccessLog, type ImportSummary } from './import-access-log.js';
import { findLogSources } from './log-source.js';
import type { EnrichResult } from './view-reader.js';

function buildLine({ second = 0, path = '/', agent = 'Agent', status = 200 } = {}): string {
  return `203.0.113.7 - - [17/May/2015:10:05:${String(second).padStart(2, '0')} +0000] "GET ${path} HTTP/1.1" ${String(status)} 1 "-" "${agent}"`;
}

/** Stands for the database: keeps what is new by event id. */
class FakeStore {
  readonly views = new Map<string, NewPageView>();
  readonly batchSizes: number[] = [];

  append = (views: NewPageView[]): Promise<{ inserted: Set<string>; closed: Set<string> }> => {
    this.batchSizes.push(views.length);
    const inserted = new Set(views.map((view) => view.eventId).filter((id) => !this.views.has(id)));
    for (const view of views) this.views.set(view.eventId, view);
    return Promise.resolve({ inserted, closed: new Set() });
  };
}

function enrich(observed: ObservedView): EnrichResult {
  if (observed.userAgent === 'Robot') return { kind: 'left_out', reason: 'bot' };
  const pageUrl = observed.pageUrl.replace(/\?.*/, '');
  if (pageUrl.length > 500) return { kind: 'left_out', reason: 'malformed' };
  return { kind: 'view', view: { pageUrl, viewedAt: observed.viewedAt } as NewPageView };
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-import-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Run {
  contents?: (string | Buffer)[];
  stdin?: Readable;
  store?: FakeStore;
  isForced?: boolean;
  signal?: AbortSignal;
  timeZone?: string;
}

async function run({
  contents = [],
  stdin = Readable.from([]),
  store = new FakeStore(),
  ...options
}: Run): Promise<ImportSummary> {
  const paths = await Promise.all(
    contents.map(async (content, index) => {
      const path = join(folder, `${String(index)}.log`);
      await writeFile(path, content);
      return path;
    }),
  );
  const deps = {
    host: 'example.org',
    timeZone: options.timeZone ?? 'UTC',
    identity: createIdentity(Buffer.alloc(32), 'example.org'),
    deriveSessionId: (visitorId: string, at: Date) => `${visitorId}.${String(at.getTime())}`,
    nowMs: Date.parse('2026-01-01T00:00:00Z'),
    enrich,
    append: store.append,
  };
  return importAccessLog(deps, {
    sources: await findLogSources(paths, stdin),
    isForced: options.isForced ?? false,
    signal: options.signal ?? new AbortController().signal,
    onProgress: () => undefined,
  });
}

describe('importAccessLog', () => {
  it('adds views and counts the rest by reason', async () => {
    const lines = [
      buildLine(),
      buildLine({ path: '/style.css' }),
      buildLine({ agent: 'Robot' }),
      buildLine({ status: 404 }),
      'garbage',
      buildLine({ path: `/${'x'.repeat(600)}` }),
    ];
    const summary = await run({ contents: [lines.join('\n')] });
    expect(summary).toMatchObject({
      lines: 6,
      added: 1,
      alreadyThere: 0,
      closed: 0,
      firstDay: '2015-05-17',
      lastDay: '2015-05-17',
    });
    expect(summary.leftOut).toMatchObject({ asset: 1, bot: 1, error_status: 1, malformed: 2 });
  });

  it('shows where malformed lines stand, blank lines counted in', async () => {
    const summary = await run({ contents: [`${buildLine()}\r\n\n\ngarbage\n`] });
    expect(summary.malformed).toEqual([{ place: `${join(folder, '0.log')}:4`, line: 'garbage' }]);
    expect(summary.lines).toBe(2);
  });

  it('adds nothing when the same file comes again, under any name', async () => {
    const store = new FakeStore();
    const content = [buildLine(), buildLine(), buildLine({ second: 1 })].join('\n');
    expect(await run({ contents: [content], store })).toMatchObject({ added: 3 });
    expect(await run({ contents: [content, gzipSync(content)], store })).toMatchObject({ added: 0, alreadyThere: 6 });
  });

  it('reads gzip, also in several members and from stdin in small pieces', async () => {
    const packed = Buffer.concat([gzipSync(`${buildLine()}\n`), gzipSync(`${buildLine({ second: 1 })}\n`)]);
    expect(await run({ contents: [packed] })).toMatchObject({ added: 2 });
    const pieces = Array.from({ length: packed.length }, (_, index) => packed.subarray(index, index + 1));
    expect(await run({ stdin: Readable.from(pieces) })).toMatchObject({ added: 2 });
  });

  it('stores batches of 5,000', async () => {
    const store = new FakeStore();
    const lines = Array.from({ length: 12_000 }, (_, index) =>
      buildLine({ second: index % 60, path: `/${String(index)}` }),
    );
    await run({ contents: [lines.join('\n')], store });
    expect(store.batchSizes).toEqual([5_000, 5_000, 2_000]);
  });

  it('survives NULs, invalid UTF-8, lines without end and 8-KB targets', async () => {
    const strange = [
      Buffer.from(`${buildLine({ path: '/a%00%ff%zz' })}\n`),
      Buffer.concat([Buffer.from(buildLine({ path: '/caf' }).slice(0, 60)), Buffer.from([0, 0xff, 0xfe, 10])]),
      Buffer.from(`${buildLine({ path: `/?q=${'x'.repeat(8_000)}` })}\n`),
      Buffer.from(`${'y'.repeat(400_000)}\n`),
      Buffer.from(buildLine({ second: 2 })),
    ];
    expect(await run({ contents: [Buffer.concat(strange)] })).toMatchObject({
      lines: 5,
      added: 3,
      leftOut: { malformed: 2 },
    });
  });

  it('takes times that a broken clock wrote as malformed', async () => {
    const future = buildLine().replace('2015', '2099');
    expect(await run({ contents: [`${future}\n${buildLine()}`] })).toMatchObject({
      added: 1,
      leftOut: { malformed: 1 },
    });
  });

  it('stops before storing anything where most lines are malformed, unless forced', async () => {
    const store = new FakeStore();
    const lines = Array.from({ length: 1_200 }, (_, index) =>
      index % 3 === 0 ? buildLine({ path: `/${String(index)}` }) : 'no log line',
    );
    await expect(run({ contents: [lines.join('\n')], store })).rejects.toThrow(
      /doesn't look like an access log.*--force/,
    );
    expect(store.views.size).toBe(0);
    expect(await run({ contents: [lines.join('\n')], store, isForced: true })).toMatchObject({ added: 400 });
  });

  it.each([
    [
      'a missing file',
      () => findLogSources(['/nowhere/access.log'], Readable.from([])),
      /can't read \/nowhere\/access.log: there is no such file/,
    ],
    ['a folder', () => findLogSources([folder], Readable.from([])), /is a folder/],
    [
      'gzip cut short',
      () => run({ contents: [gzipSync(buildLine().repeat(50)).subarray(0, 60)] }),
      /damaged or cut short/,
    ],
    ['another compression', () => run({ contents: ['BZh91AY&SY'] }), /bzcat/],
    ['no log at all', () => run({ contents: ['a,b\n1,2\n'] }), /none of its 2 lines/],
  ])('tells in one line what is wrong with %s', async (_, act, message) => {
    const error = await act().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CommandError);
    expect((error as CommandError).message).toMatch(message);
    expect((error as CommandError).message).not.toContain('\n');
  });

  it('ends after the batch at hand when it is interrupted', async () => {
    const summary = await run({
      contents: [`${buildLine()}\n`, `${buildLine({ second: 1 })}\n`],
      signal: AbortSignal.abort(),
    });
    expect(summary).toMatchObject({ lines: 0, isInterrupted: true });
  });

  it('waits for the store, and fails with it', async () => {
    const store = new FakeStore();
    store.append = () => Promise.reject(new Error('the database went away'));
    await expect(run({ contents: [buildLine()], store })).rejects.toThrow('the database went away');
  });

  it('tells visitors by days of the site', async () => {
    const store = new FakeStore();
    const late = buildLine().replace('10:05', '23:50');
    const early = buildLine().replace('17/May/2015:10:05', '18/May/2015:00:05');
    await run({ contents: [`${late}\n${early}`], store });
    expect(new Set([...store.views.values()].map((view) => view.visitorId)).size).toBe(2);
    const elsewhere = new FakeStore();
    await run({ contents: [`${late}\n${early}`], store: elsewhere, timeZone: 'America/Los_Angeles' });
    expect(new Set([...elsewhere.views.values()].map((view) => view.sessionId)).size).toBe(1);
  });
});
