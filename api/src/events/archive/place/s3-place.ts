import type { S3Client } from '@aws-sdk/client-s3';
import type { Logger } from 'winston';
import type { ArchiveObject, ArchivePlace, OpenedObjects } from './archive-place.js';
import { ArchiveUrlError } from './archive-url-error.js';
import { FileCache } from './file-cache.js';
import { checkKey, checkPrefix } from './keys.js';
import { openObjects } from './open-objects.js';
import type { S3Location } from './parse-archive-url.js';
import { S3Bucket, type S3Sdk } from './s3-bucket.js';

/** Silence after which a connection counts as dead, so that nobody waits for storage that went away. */
const CONNECTING_MS = 5_000;
const SILENCE_MS = 30_000;

interface S3PlaceOptions extends S3Location {
  cacheDir: string;
  cacheBytes: number;
  logger: Logger;
  now: () => Date;
}

/**
 * Opens the archive in S3-compatible storage. Nothing is asked of the storage yet.
 *
 * @throws ArchiveUrlError where no region is known
 */
export async function openS3Place(options: S3PlaceOptions): Promise<ArchivePlace> {
  // Not imported above: who keeps the archive in a folder needn't wait for the SDK to load.
  const sdk = await import('@aws-sdk/client-s3');
  const client = createClient(sdk, options);
  await requireRegion(client);
  const bucket = new S3Bucket(sdk, client, options);
  const cache = await FileCache.open({
    dir: options.cacheDir,
    limitBytes: options.cacheBytes,
    fetch: (key, toPath) => bucket.download(key, toPath),
    logger: options.logger,
    now: options.now,
  });
  return new S3Place(bucket, cache);
}

class S3Place implements ArchivePlace {
  readonly name: string;

  constructor(
    private readonly bucket: S3Bucket,
    private readonly cache: FileCache,
  ) {
    this.name = bucket.name;
  }

  async put(key: string, localPath: string): Promise<void> {
    checkKey(key);
    await this.bucket.upload(key, localPath);
  }

  async open(objects: readonly ArchiveObject[]): Promise<OpenedObjects> {
    return openObjects(this.cache, objects);
  }

  async remove(key: string): Promise<void> {
    checkKey(key);
    await this.bucket.remove(key);
    await this.cache.forget(key);
  }

  async dropCopy(key: string): Promise<void> {
    checkKey(key);
    await this.cache.forget(key);
  }

  dropCopiesBut(keysInUse: ReadonlySet<string>): Promise<void> {
    return this.cache.forgetBut(keysInUse);
  }

  async *list(prefix: string): AsyncGenerator<ArchiveObject> {
    checkPrefix(prefix);
    yield* this.bucket.list(prefix);
  }

  async close(): Promise<void> {
    await this.cache.close();
    this.bucket.close();
  }
}

function createClient(sdk: S3Sdk, { endpoint, region, logger }: S3PlaceOptions): S3Client {
  const ignore = (): void => undefined;
  return new sdk.S3Client({
    // Storage of one's own seldom has regions, but a signature always names one.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true, region: 'us-east-1' }),
    ...(region === undefined ? {} : { region }),
    // Uploads carry their SHA-256; the SDK's own checksums come as trailers, which not every storage understands.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECTING_MS, socketTimeout: SILENCE_MS },
    // Its errors reach the caller, its other lines tell of every request; without a logger its warnings go to the console.
    logger: {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (...content: unknown[]) => logger.warn(`AWS SDK: ${content.map(String).join(' ')}`),
    },
  });
}

async function requireRegion(client: S3Client): Promise<void> {
  try {
    await client.config.region();
  } catch {
    // The one thing that goes wrong here; what the SDK says of it names no variable.
    throw new ArchiveUrlError('names no region: add region=, or set AWS_REGION');
  }
}
