import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { Turns } from '../../domain/turns.js';
import { AppError } from '../../errors.js';

export interface EngineOptions {
  /** Where queries spill what doesn't fit into memory. */
  spillDir: string;
  memoryMb: number;
  threads: number;
  /** A question that takes longer, its wait for a turn included, is given up. */
  timeLimitMs: number;
}

export type Value = string | boolean | null;
export type Row = Record<string, unknown>;

/** Runs SQL on one connection. Values are bound as text; whole numbers become JavaScript numbers. */
export interface Session {
  all<Result extends object>(sql: string, values?: readonly Value[]): Promise<Result[]>;
  run(sql: string, values?: readonly Value[]): Promise<void>;
  connection: DuckDBConnection;
}

/** Answers questions on a connection, each in one snapshot. */
export interface Reading {
  /**
   * Answers a question in one snapshot.
   *
   * @param signal aborted when nobody waits for the answer any more
   * @throws AppError `unavailable` past the time limit; the signal's reason when it's aborted
   */
  read<Result>(work: (session: Session) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

/** So many questions are worked on at a time; others wait their turn. More would only share the same cores. */
const READERS = 3;

/** An interrupt that comes between two statements, or before one has begun, is lost: so it's said again until the end. */
const INTERRUPT_EVERY_MS = 50;
const RETRY_AFTER_SECONDS = 10;

/**
 * DuckDB in this process, in memory, within limits. Questions are read on connections of their own, each in one snapshot;
 * a question whose asker left, or that takes too long, is cancelled.
 */
export class Engine implements Reading {
  /** For what rollups and the archive must know: it has a turn of its own, so that no reader can keep them waiting. */
  readonly own: Reading = { read: (work, signal) => this.readWithin(this.ownTurn, work, signal) };
  private readonly idle: DuckDBConnection[] = [];
  private readonly turns = new Turns(READERS);
  private readonly ownTurn = new Turns(1);

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly options: EngineOptions,
  ) {}

  static async open(options: EngineOptions): Promise<Engine> {
    await mkdir(options.spillDir, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(options.threads),
      memory_limit: `${options.memoryMb}MB`,
      temp_directory: path.resolve(options.spillDir),
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    await connection.run('SET GLOBAL parquet_metadata_cache = true');
    connection.closeSync();
    return new Engine(instance, options);
  }

  /** A connection of its own for one who writes. The caller closes it. */
  async connect(): Promise<Session> {
    return sessionOf(await this.instance.connect());
  }

  /** As many questions are worked on as can be. */
  get isBusy(): boolean {
    return this.turns.areTaken;
  }

  read<Result>(work: (session: Session) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return this.readWithin(this.turns, work, signal);
  }

  private async readWithin<Result>(
    turns: Turns,
    work: (session: Session) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const limit = AbortSignal.timeout(this.options.timeLimitMs);
    const ended = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      return await this.readInTurn(turns, work, ended);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (limit.aborted) throw tooSlow(this.options.timeLimitMs, error);
      throw error;
    }
  }

  private async readInTurn<Result>(
    turns: Turns,
    work: (session: Session) => Promise<Result>,
    ended: AbortSignal,
  ): Promise<Result> {
    const release = await turns.take(ended);
    let connection: DuckDBConnection | undefined;
    let stopInterrupting: (() => void) | undefined;
    let isSound = false;
    try {
      connection = this.idle.pop() ?? (await this.instance.connect());
      stopInterrupting = interruptWhen(ended, connection);
      await connection.run('BEGIN TRANSACTION READ ONLY');
      const result = await work(sessionOf(connection));
      ended.throwIfAborted();
      // Temporary tables of the question go with it; nothing else was written.
      await connection.run('ROLLBACK');
      isSound = true;
      return result;
    } finally {
      stopInterrupting?.();
      if (connection && isSound) this.idle.push(connection);
      else connection?.closeSync();
      release();
    }
  }

  async close(): Promise<void> {
    for (const connection of this.idle.splice(0)) connection.closeSync();
    this.instance.closeSync();
    await rm(this.options.spillDir, { recursive: true, force: true });
  }
}

function tooSlow(limitMs: number, cause: unknown): AppError {
  const detail = `The question took over ${limitMs / 1_000} s. Ask for fewer days, or fewer filters.`;
  return new AppError({ code: 'unavailable', detail, retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
}

/** Cancels what a connection does once a signal is aborted. @returns what ends that */
export function interruptWhen(signal: AbortSignal, connection: DuckDBConnection): () => void {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    timer = setInterval(() => {
      connection.interrupt();
    }, INTERRUPT_EVERY_MS);
  };
  if (signal.aborted) interrupt();
  else signal.addEventListener('abort', interrupt, { once: true });
  return () => {
    signal.removeEventListener('abort', interrupt);
    clearInterval(timer);
  };
}

function sessionOf(connection: DuckDBConnection): Session {
  return {
    connection,
    all: async <Result extends object>(sql: string, values: readonly Value[] = []) => {
      const reader = await connection.runAndReadAll(sql, [...values]);
      return reader.getRowObjectsJS().map(toPlainNumbers) as Result[];
    },
    run: async (sql, values = []) => {
      await connection.run(sql, [...values]);
    },
  };
}

function toPlainNumbers(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
}

/** Text as an SQL literal, where no parameter is possible: paths of ours. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Files as a DuckDB list. */
export function fileList(files: readonly string[]): string {
  return `[${files.map(literal).join(', ')}]`;
}

/** The rows of archived files. A folder's name, `site=1`, is no column of theirs. */
export function readParquet(files: readonly string[], more = ''): string {
  return `read_parquet(${fileList(files)}, hive_partitioning = false${more})`;
}
