import { z } from 'zod';
import { MAX_PASSWORD_LENGTH } from './auth.js';
import { instant, text } from './text.js';

const password = text(MAX_PASSWORD_LENGTH).min(1);

/** Six digits of an authenticator app, or a recovery code; spaces and hyphens don't matter. */
const code = text(32).min(1).meta({ example: '123456' });

export const secondFactor = z
  .object({
    enabled_at: instant.nullable().meta({ description: 'Since when sign-in asks for a code; null: it does not' }),
    recovery_codes_left: z.int(),
  })
  .meta({ id: 'SecondFactor' });
export type SecondFactor = z.infer<typeof secondFactor>;

export const totpBody = z.object({ password }).strict().meta({ id: 'TotpBody' });
export type TotpBody = z.infer<typeof totpBody>;

/** What an authenticator app needs to know. It counts once a code of it was confirmed. */
export const totpSetup = z
  .object({
    secret: z.string().meta({ description: 'Base32, to be typed', example: 'JBSWY3DPEHPK3PXP' }),
    otpauth_url: z.string().meta({ description: 'The same as a link, to be shown as a QR code' }),
  })
  .meta({ id: 'TotpSetup' });
export type TotpSetup = z.infer<typeof totpSetup>;

export const totpConfirmBody = z.object({ code }).strict().meta({ id: 'TotpConfirmBody' });
export type TotpConfirmBody = z.infer<typeof totpConfirmBody>;

export const recoveryCodes = z
  .object({
    recovery_codes: z.array(z.string()).meta({
      description: 'Each signs in once in place of a code. Shown this once',
      example: ['k7rm-2wqp-x9dh-ctn4'],
    }),
  })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;

export const totpRemoveBody = z.object({ password, code }).strict().meta({ id: 'TotpRemoveBody' });
export type TotpRemoveBody = z.infer<typeof totpRemoveBody>;

/** Both, as for removing it: new codes get in where the app's don't. */
export const recoveryCodesBody = z.object({ password, code }).strict().meta({ id: 'RecoveryCodesBody' });
export type RecoveryCodesBody = z.infer<typeof recoveryCodesBody>;
