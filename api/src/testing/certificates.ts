import 'reflect-metadata'; // x509 asks for it
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What a certificate is to say, where a test cares. */
export interface CertificateOptions {
  names?: string[];
  addresses?: string[];
  notBefore?: Date;
  notAfter?: Date;
}

/** A certificate and its key, PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** Issues certificates, and is trusted by who trusts `cert`. */
export interface Authority {
  cert: string;
  issue(options?: CertificateOptions): Promise<Certificate>;
}

const DAY_MS = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

let serial = 0;
const nextSerial = (): string => (++serial).toString(16).padStart(8, '0');
const makeKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** An authority of its own, such as a test has for its servers. */
export async function createAuthority(name = 'Test authority'): Promise<Authority> {
  const keys = await makeKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: nextSerial(),
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    cert: root.toString('pem'),
    issue: async ({ names = ['localhost'], addresses = ['127.0.0.1'], notBefore, notAfter } = {}) => {
      const own = await makeKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: nextSerial(),
        subject: `CN=${names[0] ?? addresses[0] ?? 'nobody'}`,
        issuer: root.subject,
        notBefore: notBefore ?? new Date(Date.now() - DAY_MS),
        notAfter: notAfter ?? new Date(Date.now() + DAY_MS),
        signingAlgorithm: ALGORITHM,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension([
            ...names.map((value) => ({ type: 'dns' as const, value })),
            ...addresses.map((value) => ({ type: 'ip' as const, value })),
          ]),
        ],
      });
      const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
      return { cert: certificate.toString('pem'), key };
    },
  };
}
