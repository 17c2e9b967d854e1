import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { isPrivateAddress } from './private-addresses.js';
import type { Digest } from './compose-digest.js';

/** Where e-mail is handed in, and whom it's from. */
export interface SmtpSettings {
  /** `smtp://user:password@host:587`, or `smtps://`. */
  url: string;
  from: string;
}

const TIMEOUT_MS = 15_000;
const SECURE_PORT = 465;
const SUBMISSION_PORT = 587;

/** Whom a digest reached, and of the others why it didn't. */
export interface SentEmail {
  delivered: string[];
  failures: string[];
}

/** Sends a digest, to each recipient alone, so that none learns of the others and one that is refused keeps no other from it. */
export async function sendEmail(
  { url, from }: SmtpSettings,
  recipients: readonly string[],
  { subject, text, html }: Pick<Digest, 'subject' | 'text' | 'html'>,
): Promise<SentEmail> {
  const transport = createTransport(readSmtpUrl(url));
  try {
    const sent: SentEmail = { delivered: [], failures: [] };
    for (const to of recipients) {
      // Nothing of a digest may be taken from a file or an address.
      const mail = {
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        disableFileAccess: true,
        disableUrlAccess: true,
      };
      try {
        await transport.sendMail(mail);
        sent.delivered.push(to);
      } catch (error) {
        sent.failures.push(`${to}: ${reasonOf(error)}`);
      }
    }
    return sent;
  } finally {
    transport.close();
  }
}

function readSmtpUrl(given: string) {
  const url = new URL(given);
  const isSecure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const hasPassword = url.username !== '';
  const isNear = host === 'localhost' || (isIP(host) !== 0 && isPrivateAddress(host));
  return {
    host,
    port: url.port === '' ? (isSecure ? SECURE_PORT : SUBMISSION_PORT) : Number(url.port),
    secure: isSecure,
    // A password isn't told in clear, but to this machine and its networks.
    requireTLS: hasPassword && !isSecure && !isNear,
    ...(hasPassword && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    tls: { minVersion: 'TLSv1.2' as const },
  };
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 300);
}
