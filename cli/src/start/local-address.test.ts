import { describe, expect, it } from '@jest/globals';
import { describeUrl, findLocalUrl } from './local-address.js';

const tls = { certFile: 'cert.pem', keyFile: 'key.pem' };

describe('where this machine reaches what listens at an address', () => {
  it.each([
    [{ apiHost: '127.0.0.1', tls: undefined }, 'http://127.0.0.1:8000', 'http://localhost:8000'],
    [{ apiHost: '0.0.0.0', tls: undefined }, 'http://127.0.0.1:8000', 'http://localhost:8000'],
    [{ apiHost: '::', tls }, 'https://[::1]:8000', 'https://localhost:8000'],
    [{ apiHost: '192.168.1.5', tls: undefined }, 'http://192.168.1.5:8000', 'http://192.168.1.5:8000'],
    [{ apiHost: 'fd00::5', tls: undefined }, 'http://[fd00::5]:8000', 'http://[fd00::5]:8000'],
    [{ apiHost: 'stats.example', tls }, 'https://stats.example:8000', 'https://stats.example:8000'],
  ])('%j', (config, local, shown) => {
    expect([findLocalUrl(config, 8000), describeUrl(config, 8000)]).toEqual([local, shown]);
  });
});
