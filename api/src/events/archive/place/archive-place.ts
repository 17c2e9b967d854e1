import type { Logger } from 'winston';

/** An archive file as the manifest knows it. A key is written once: a new version of a day gets a new key. */
export interface ArchiveObject {
  key: string;
  sizeBytes: number;
}

/** Archive files on this machine, readable until they are released. */
export interface OpenedObjects {
  /** In the order asked for; null where the object doesn't exist. */
  paths: (string | null)[];
  /** Lets the files go. Calling it again does nothing. */
  release(): void;
}

/** Where archive files lie. Any number of processes may use one place, and one cache, at a time. */
export interface ArchivePlace {
  /** For messages: the folder, or `s3://bucket/prefix`. Never holds credentials. */
  readonly name: string;
  /** Makes the file at localPath the object `key`, all or nothing and durably. Afterwards the local file is gone or free to go. */
  put(key: string, localPath: string): Promise<void>;
  /**
   * Local paths of these objects, fetched where they aren't here. They stay readable until they are released, also when
   * the cache is over its limit or this process removes the object meanwhile.
   */
  open(objects: readonly ArchiveObject[]): Promise<OpenedObjects>;
  /** Removes an object; one that doesn't exist is fine. One that is open here goes when it is released. */
  remove(key: string): Promise<void>;
  /** Throws away what this machine keeps of an object that lies elsewhere: who opens it next has it fetched. */
  dropCopy(key: string): Promise<void>;
  /** Throws away what this machine keeps of objects that aren't in use any more. */
  dropCopiesBut(keysInUse: ReadonlySet<string>): Promise<void>;
  /** Every object whose key begins with the prefix, in no particular order. Things in the place that have no key of ours are passed over. */
  list(prefix: string): AsyncIterable<ArchiveObject>;
  /** Frees what the place holds on this machine; the objects stay. */
  close(): Promise<void>;
}

/** What a place is made of. */
export interface ArchivePlaceOptions {
  /** `ARCHIVE_URL`; undefined: a folder in the data folder. */
  url: string | undefined;
  dataDir: string;
  /** The most the local cache of a remote place may take; files in use may exceed it until they are released. */
  cacheBytes: number;
  logger: Logger;
  now?: () => Date;
}
