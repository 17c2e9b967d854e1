import { describe, expect, it } from '@jest/globals';
import { ArchiveUrlError } from './archive-url-error.js';
import { parseArchiveUrl } from './parse-archive-url.js';

describe('ARCHIVE_URL', () => {
  it.each([
    ['s3://my-bucket', { bucket: 'my-bucket', prefix: '' }],
    ['s3://my-bucket/', { bucket: 'my-bucket', prefix: '' }],
    ['s3://my-bucket/a/b/', { bucket: 'my-bucket', prefix: 'a/b' }],
    ['s3://my-bucket/a?region=eu-west-1', { bucket: 'my-bucket', prefix: 'a', region: 'eu-west-1' }],
    [
      's3://my-bucket?endpoint=http://127.0.0.1:9000',
      { bucket: 'my-bucket', prefix: '', endpoint: 'http://127.0.0.1:9000/' },
    ],
    [
      's3://my-bucket?endpoint=https%3A%2F%2Fs3.example.org&region=x',
      { bucket: 'my-bucket', prefix: '', endpoint: 'https://s3.example.org/', region: 'x' },
    ],
  ])('reads %s', (url, expected) => {
    expect(parseArchiveUrl(url)).toEqual({ endpoint: undefined, region: undefined, ...expected });
  });

  it.each([
    ['/var/archive', 'must have the form'],
    ['', 'must have the form'],
    ['https://bucket/prefix', 'must have the form'],
    ['s3://', 'must name a bucket'],
    ['s3:///prefix', 'must name a bucket'],
    ['s3://My_Bucket', 'must name a bucket'],
    ['s3://bucket:9000', 'must name a bucket'],
    ['s3://key:SECRET@bucket', 'must not hold credentials'],
    ['s3://bucket/a//b', 'in its prefix'],
    ['s3://bucket/a%2F..%2Fb', 'in its prefix'],
    ['s3://bucket/a b', 'in its prefix'],
    ['s3://bucket?secret=SECRET', 'only the parameters'],
    ['s3://bucket#SECRET', 'only the parameters'],
    ['s3://bucket?region=', 'a region'],
    ['s3://bucket?region=a/b', 'a region'],
    ['s3://bucket?endpoint=', 'must have an endpoint'],
    ['s3://bucket?endpoint=127.0.0.1:9000', 'must have an endpoint'],
    ['s3://bucket?endpoint=ftp://host', 'must have an endpoint'],
    ['s3://bucket?endpoint=http://key:SECRET@host', 'must not hold credentials'],
    ['s3://bucket?endpoint=http://host?key=SECRET', 'without parameters'],
  ])('refuses %j in one line that repeats no secret', (url, problem) => {
    const parse = () => parseArchiveUrl(url);
    expect(parse).toThrow(ArchiveUrlError);
    expect(parse).toThrow(problem);
    // Credentials in the table contain SECRET; the advice may name the variable AWS_SECRET_ACCESS_KEY.
    expect(parse).toThrow(/^Wrong environment: ARCHIVE_URL ((?!(?<!AWS_)SECRET)[^\n])*\.$/);
  });
});
