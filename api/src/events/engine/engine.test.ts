import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Engine, type Session } from './engine.js';

let dir: string;
let engine: Engine;
const open = async (timeLimitMs: number) => {
  engine = await Engine.open({ spillDir: path.join(dir, 'spill'), memoryMb: 200, threads: 1, timeLimitMs });
};
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tidemark-engine-'));
});
afterEach(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

/** Days of counting. */
const endless = (session: Session) => session.all('SELECT sum(hash(r.range)) FROM range(100000000000000) r');
const quick = (session: Session) => session.all('SELECT 1 AS one');

describe('the read engine', () => {
  it('gives a question up that takes too long, says when to come back, and goes on answering', async () => {
    await open(1_000);
    await expect(engine.read(endless)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 10 });
    expect(await engine.read(quick)).toEqual([{ one: 1 }]);
  });

  it('stops the question of one who left, so that those who wait have their turn', async () => {
    await open(60_000);
    const leaving = [1, 2, 3, 4, 5, 6].map(() => new AbortController());
    const questions = leaving.map(({ signal }) => engine.read(endless, signal));
    const outcomes = Promise.allSettled(questions);
    const waiting = engine.read(quick);
    for (const controller of leaving) controller.abort(new Error('left'));
    expect(await waiting).toEqual([{ one: 1 }]);
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(Array(6).fill('rejected'));
  });

  it('answers what it must know itself, however many readers wait', async () => {
    await open(60_000);
    const leaving = new AbortController();
    const questions = Promise.allSettled([1, 2, 3, 4, 5].map(() => engine.read(endless, leaving.signal)));
    expect(await engine.own.read(quick)).toEqual([{ one: 1 }]);
    expect(engine.isBusy).toBe(true);
    leaving.abort(new Error('left'));
    await questions;
  });

  it('lets nothing be written by a question', async () => {
    await open(60_000);
    await expect(engine.read((session) => session.run('CREATE TABLE stray (a INTEGER)'))).rejects.toThrow(/read-only/i);
  });
});
