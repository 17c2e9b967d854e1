import { describe, expect, it } from '@jest/globals';
import { FakeApi } from '../testing/fake-api.js';
import { fetchJson, sendDelete, toApiError } from './api.js';

const signal = new AbortController().signal;

describe('a call to the API', () => {
  it('gives the body of a good answer', async () => {
    new FakeApi().install().answer('/api/sites', { data: [] });
    await expect(fetchJson('/api/sites', signal)).resolves.toEqual({ data: [] });
  });

  it('speaks in the words of the problem document, every bad field named', async () => {
    const errors = [{ path: 'start_date', message: 'must be a day' }];
    new FakeApi()
      .install()
      .fail('/api/sites', { status: 400, title: 'Validation failed', detail: 'One field is wrong.', errors });
    await expect(fetchJson('/api/sites', signal)).rejects.toMatchObject({
      title: 'Validation failed',
      detail: 'One field is wrong. start_date: must be a day',
      status: 400,
      requestId: 'req-1',
    });
  });

  it('says that the API is out of reach when nothing answers', async () => {
    new FakeApi().install();
    await expect(fetchJson('/api/sites', signal)).rejects.toMatchObject({
      title: 'The API can’t be reached',
      status: 0,
    });
  });

  it('says so too when a proxy answers in its place', async () => {
    new FakeApi().install().on('/api/sites', () => ({ status: 502, contentType: 'text/html' }));
    await expect(fetchJson('/api/sites', signal)).rejects.toMatchObject({
      title: 'The API can’t be reached',
      detail: expect.stringContaining('502'),
    });
  });

  it('reports an answer that is no JSON', async () => {
    new FakeApi().install().on('/api/sites', () => ({ status: 200 }));
    await expect(fetchJson('/api/sites', signal)).rejects.toMatchObject({ title: 'Unreadable answer' });
  });

  it('makes do with a problem that says nothing', async () => {
    new FakeApi().install().on('/api/sites', () => ({ status: 500, body: {} }));
    await expect(fetchJson('/api/sites', signal)).rejects.toMatchObject({ title: 'The request failed', status: 500 });
  });

  it('needs no body where something is deleted', async () => {
    const api = new FakeApi().install().on('/api/sites/1', () => ({ status: 204 }));
    await expect(sendDelete('/api/sites/1')).resolves.toBeUndefined();
    expect(api.requests).toMatchObject([{ method: 'DELETE', path: '/api/sites/1' }]);
  });

  it('lets whoever ended the call see that it ended', async () => {
    const controller = new AbortController();
    new FakeApi().install().on('/api/sites', () => {
      controller.abort();
      throw new Error('aborted');
    });
    await expect(fetchJson('/api/sites', controller.signal)).rejects.toThrow('aborted');
  });
});

describe('any thrown value', () => {
  it.each([
    [new Error('out of ink'), 'out of ink'],
    ['plain text', 'plain text'],
  ])('can be shown: %p', (thrown, detail) => {
    expect(toApiError(thrown)).toMatchObject({ title: 'Something went wrong', detail });
  });
});
