/** A pattern taken apart at its alternatives, each with what it can't match without. */
export interface Alternation {
  alternatives: readonly { pieces: readonly (string | Alternation)[]; literals: string[] | null; captures: number }[];
}

/**
 * Takes a regular expression (flag `i`) apart: for each alternative, also within groups, the texts of which a text must
 * hold at least one, in lower case, for it to match; null where none can be told. `(?:Foo|B[ao]r)bot/\d+` needs `bot/`,
 * `Foo(?:x|yz)?|B.+Bar` needs `foo` or `bar`.
 *
 * Sound, not complete: what it doesn't understand it takes to match anything.
 *
 * @returns null for a pattern with references, named groups or escapes of code points
 */
export function parsePattern(source: string): Alternation | null {
  const reader = new PatternReader(source);
  const alternation = reader.readAlternatives();
  return reader.isUnderstood ? alternation : null;
}

/** The texts of which one must be there for any alternative to match; null where none can be told. */
export function literalsOf({ alternatives }: Alternation): string[] | null {
  const known = alternatives.flatMap(({ literals }) => (literals === null ? [] : [literals]));
  return known.length === alternatives.length ? known.flat() : null;
}

/** The pattern's source without alternatives that can't match for want of their texts; it captures the same. */
export function prunePattern({ alternatives }: Alternation, isThere: (literal: string) => boolean): string {
  const left: string[] = [];
  for (const { pieces, literals, captures } of alternatives) {
    if (literals === null || literals.some(isThere)) {
      left.push(pieces.map((piece) => (typeof piece === 'string' ? piece : prunePattern(piece, isThere))).join(''));
    } else if (captures > 0) {
      left.push(NEVER + '()'.repeat(captures)); // keeps the numbers of the groups that follow
    }
  }
  return left.length === 0 ? NEVER : left.join('|');
}

const NEVER = '(?!)';
/** Shorter ones stand in nearly every text. */
const MIN_LENGTH = 2;
const QUANTIFIER = /(?:([?*+])|\{(\d+)(?:,\d*)?\})[?+]*/y;
const GROUP_START = /\((?:\?(?:[:=!]|<[=!]))?/y;
const CLASS = /\[(?:\\.|[^\]\\])*\]/y;

const [QUESTION, STAR, PLUS, BRACE] = [63, 42, 43, 123];
const ONCE = { isOptional: false, isRepeated: false };

class PatternReader {
  isUnderstood = true;
  private at = 0;

  constructor(private readonly source: string) {}

  /** Reads up to the end or the closing parenthesis. */
  readAlternatives(): Alternation {
    const alternatives = [this.readSequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      alternatives.push(this.readSequence());
    }
    return { alternatives };
  }

  private readSequence(): Alternation['alternatives'][number] {
    const pieces: (string | Alternation)[] = [];
    let pieceStart = this.at;
    let literals: string[] | null = null;
    let run = '';
    let captures = 0;
    const endRun = (): void => {
      if (run.length >= MIN_LENGTH) literals = chooseBetter(literals, [run]);
      run = '';
    };
    for (
      let next = this.source[this.at];
      next !== undefined && next !== '|' && next !== ')';
      next = this.source[this.at]
    ) {
      const item = next === '(' ? this.readGroup() : this.readCharacter();
      if (item !== null && typeof item === 'object') {
        pieces.push(this.source.slice(pieceStart, item.start), item.inner);
        pieceStart = this.at - 1;
        captures += item.captures;
      }
      const { isOptional, isRepeated } = this.readQuantifier();
      if (typeof item === 'string') {
        if (!isOptional) run += item;
        if (isOptional || isRepeated) endRun();
      } else {
        endRun();
        const required = item?.isRequired && !isOptional ? literalsOf(item.inner) : null;
        if (required !== null) literals = chooseBetter(literals, required);
      }
    }
    endRun();
    pieces.push(this.source.slice(pieceStart, this.at));
    return { pieces, literals, captures };
  }

  /** One character, or null for what stands for several or for none. */
  private readCharacter(): string | null {
    const character = this.source.charAt(this.at);
    if (character === '[') {
      if (this.match(CLASS) === null) this.giveUp();
      return null;
    }
    this.at++;
    if (character === '\\') {
      const escaped = this.source.charAt(this.at++);
      if (/[dDwWsSbB]/.test(escaped)) return null;
      if (/[a-zA-Z0-9]/.test(escaped) || escaped === '') this.giveUp();
      return escaped;
    }
    const code = character.charCodeAt(0);
    // Letters beyond ASCII have cases of their own.
    if (code < 32 || code > 126 || character === '.' || character === '^' || character === '$') return null;
    return code >= 65 && code <= 90 ? character.toLowerCase() : character;
  }

  /** A group, what it holds beginning at `start`; required unless it only looks around. */
  private readGroup(): { inner: Alternation; start: number; isRequired: boolean; captures: number } {
    const opening = this.match(GROUP_START)?.[0];
    const start = this.at;
    if (this.source[start] === '?') this.giveUp();
    const inner = this.readAlternatives();
    if (this.source[this.at] !== ')') this.giveUp();
    this.at++;
    const within = inner.alternatives.reduce((sum, { captures }) => sum + captures, 0);
    return {
      inner,
      start,
      isRequired: opening === '(' || opening === '(?:',
      captures: within + (opening === '(' ? 1 : 0),
    };
  }

  private readQuantifier(): { isOptional: boolean; isRepeated: boolean } {
    const next = this.source.charCodeAt(this.at);
    // The usual case first: regular expressions over each character would take most of the time.
    if (next !== QUESTION && next !== STAR && next !== PLUS && next !== BRACE) return ONCE;
    const found = this.match(QUANTIFIER);
    if (found === null) return ONCE;
    const [, sign, least] = found;
    return { isOptional: sign === '?' || sign === '*' || Number(least) === 0, isRepeated: true };
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found !== null) this.at = pattern.lastIndex;
    return found;
  }

  private giveUp(): void {
    this.isUnderstood = false;
    this.at = this.source.length;
  }
}

/** The one whose shortest text is longer: it is seldomer found by chance. */
function chooseBetter(one: string[] | null, other: string[]): string[] {
  if (one === null) return other;
  const [a, b] = [shortest(one), shortest(other)];
  return b > a || (b === a && other.length < one.length) ? other : one;
}

function shortest(literals: readonly string[]): number {
  return Math.min(...literals.map((literal) => literal.length));
}
