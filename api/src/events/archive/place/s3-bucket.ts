import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as awsSdk from '@aws-sdk/client-s3';
import type { ArchiveObject } from './archive-place.js';
import { describeS3Error } from './describe-s3-error.js';
import { hashFile } from './hash-file.js';
import { isKey } from './keys.js';
import type { S3Location } from './parse-archive-url.js';

/** The SDK as it is loaded: at run time, and only where an archive lies in S3. */
export type S3Sdk = typeof awsSdk;

/** The SDK repeats a failed upload only where it has the whole body; a day of a million views is a quarter of this. */
const REPEATABLE_BYTES = 64 * 1024 ** 2;

/** The part of a bucket below a prefix. Its errors are one line, with the object's place. */
export class S3Bucket {
  readonly name: string;

  constructor(
    private readonly sdk: S3Sdk,
    private readonly client: awsSdk.S3Client,
    private readonly location: Pick<S3Location, 'bucket' | 'prefix'>,
  ) {
    this.name = `s3://${location.bucket}${location.prefix === '' ? '' : `/${location.prefix}`}`;
  }

  /** Uploads a file. The storage compares it with its hash, and has the object either whole or not at all. */
  async upload(key: string, localPath: string): Promise<void> {
    const { size } = await stat(localPath);
    const checksum = Buffer.from(await hashFile(localPath), 'hex').toString('base64');
    await this.attempt('write', key, async () => {
      const body = size <= REPEATABLE_BYTES ? await readFile(localPath) : createReadStream(localPath);
      const object = { ...this.at(key), Body: body, ContentLength: size, ChecksumSHA256: checksum };
      await this.client.send(new this.sdk.PutObjectCommand(object));
    });
  }

  /** Downloads an object to a new file, durably. @returns false where the object doesn't exist */
  async download(key: string, toPath: string): Promise<boolean> {
    return this.attempt('read', key, async () => {
      try {
        const { Body } = await this.client.send(new this.sdk.GetObjectCommand(this.at(key)));
        if (!(Body instanceof Readable)) throw new Error('the storage answered without a body');
        await pipeline(Body, createWriteStream(toPath, { flags: 'wx', flush: true }));
        return true;
      } catch (error) {
        if (error instanceof this.sdk.NoSuchKey) return false;
        throw error;
      }
    });
  }

  async remove(key: string): Promise<void> {
    await this.attempt('remove', key, () => this.client.send(new this.sdk.DeleteObjectCommand(this.at(key))));
  }

  async *list(prefix: string): AsyncGenerator<ArchiveObject> {
    const { Bucket, Key } = this.at(prefix);
    const pages = this.sdk.paginateListObjectsV2({ client: this.client }, { Bucket, Prefix: Key });
    for (;;) {
      const page = await this.attempt('list', prefix, () => pages.next());
      if (page.done) return;
      for (const { Key: path = '', Size: sizeBytes = 0 } of page.value.Contents ?? []) {
        const key = path.slice(this.at('').Key.length);
        if (isKey(key)) yield { key, sizeBytes };
      }
    }
  }

  close(): void {
    this.client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    const { bucket, prefix } = this.location;
    return { Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` };
  }

  private async attempt<T>(task: string, key: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw describeS3Error(task, `${this.name}/${key}`, error);
    }
  }
}
