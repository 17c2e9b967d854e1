import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDuckDb, type TestDuckDb } from '../../testing/index.js';
import { readCsv } from './tail.js';

/** More than DuckDB reads at a time, several times over. */
const ROWS = 60_000;
const ID = '00000000-0000-4000-8000-00000000000a';
/** A row of a page view by an unknown source, to whoever takes the line for one. */
const FAKE_LINE = `1,${ID.replaceAll('-', '')},1,1,1,p${','.repeat(15)}`;
const utmSource = `x\n${`${FAKE_LINE}\n`.repeat(4)}`;
const row = `1,${ID},1,1,1754395200000,example.com/,,,desktop,Chrome,Windows,,,,"${utmSource}",Referral,"${utmSource}",,,,\n`;

describe('reading raw rows', () => {
  let folder: string;
  let duck: TestDuckDb;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tidemark-csv-'));
    duck = await openDuckDb();
  });
  afterAll(async () => {
    await duck.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes lines inside of a text for no rows, in a file of any size', async () => {
    const file = path.join(folder, 'rows.csv');
    await writeFile(file, row.repeat(ROWS));
    const read = await duck.all(
      `SELECT count(*) AS rows, count(DISTINCT utm_source) AS sources, min(source) AS source FROM ${readCsv([file])}`,
    );
    expect(read).toEqual([{ rows: ROWS, sources: 1, source: utmSource }]);
  });
});
