/**
 * What is guessed first: the commonest passwords of at least 8 characters, and what this product and its documentation
 * suggest by themselves. A longer list would refuse more; what stops guessing is the limit on failed sign-ins.
 */
const COMMON_PASSWORDS = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword iloveyou princess sunshine football baseball
  superman trustno1 starwars computer whatever michelle jennifer jessica1 charlie1 welcome1 welcome123 letmein1 changeme
  changeme1 changeme123 changeit qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 asdfghjk asdfghjkl zxcvbnm1 zxcvbnm123
  1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc qazwsxedc zaq12wsx abcd1234 abc12345 a1b2c3d4 dragon123 monkey123 master123
  admin123 admin1234 administrator root1234 test1234 testtest guest123 secret123 tidemark tidemark1 tidemark123
  analytics analytics1 localhost`.split(/\s+/),
);
const RUNS = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz'];

/** Words that placeholders for secrets are made of, longest first. */
const FILLERS =
  /development|production|characters|something|tidemark|insecure|1234567890|password|randomly|replace|default|example|minimum|please|secure|random|change|secret|string|super|token|least|value|chars|your|this|with|very|long|must|here|test|prod|dev|key|jwt|bit|the|use|own|new|512|256|128|64|32/g;
const MIN_UNEXPLAINED = 16;
const MIN_DISTINCT = 9;

/** Why a password is too easily guessed, to follow its name; undefined: it isn't. Its length is the contract's matter. */
export function findPasswordWeakness(password: string, email: string): string | undefined {
  const plain = password.toLowerCase();
  if (plain === email || plain === email.split('@')[0]) return 'must not be the e-mail address';
  const isGuessable =
    COMMON_PASSWORDS.has(plain) ||
    RUNS.some((run) => run.includes(plain)) ||
    isRepetition(plain) ||
    new Set(plain).size < 4;
  return isGuessable ? 'is too easily guessed' : undefined;
}

/** Whether a secret is no secret: a placeholder out of a manual, a pattern, or one character again and again. */
export function isGuessableSecret(secret: string): boolean {
  const unexplained = secret
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(FILLERS, '');
  return isRepetition(secret) || new Set(secret).size < MIN_DISTINCT || unexplained.length < MIN_UNEXPLAINED;
}

/** Whether a text is a shorter one written several times. */
function isRepetition(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}
