export const session = {
  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    busy: 'Signing in…',
    submitIn: 'Sign in again in {{seconds}} s',
    codeHint: 'Six digits from your authenticator app, or one of your recovery codes.',
    codeNext: 'One more step: the code of your second factor.',
    looking: 'Looking for your sign-in',
    notes: {
      ended: 'Your sign-in has ended. Sign in to go on where you were.',
      left: 'You’re signed out.',
    },
    firstTime: 'First time here?',
    firstAdmin:
      'The first start of Tidemark makes an admin. Address and password are those of `ADMIN_EMAIL` and `ADMIN_PASSWORD` where they were set; else the address is `admin@localhost`, and the password was printed once, in the terminal in which Tidemark was started, under “Sign in as the first user”.',
    everybodyElse: 'Everybody else gets an invitation link from an admin.',
  },
  invite: {
    page: 'Invitation',
    title: 'Welcome',
    looking: 'Looking for your invitation',
    usedUp: 'An invitation serves once, and for some days. Ask an admin for a new link.',
    as: {
      admin: 'You’re invited as an admin, until {{until}}. Choose a password to come in.',
      viewer: 'You’re invited as a viewer, until {{until}}. Choose a password to come in.',
    },
    nameHint: 'If you like.',
    submit: 'Come in',
  },
  account: {
    menu: 'Account of {{email}}',
    settings: 'Settings',
    signOut: 'Sign out',
    signOutEverywhere: 'Sign out everywhere',
  },
} as const;
