import { literalsOf, parsePattern, prunePattern } from './pattern-literals.js';

/** What the detector's parsers do with a compiled pattern. */
export interface Pattern {
  exec: (text: string) => RegExpExecArray | null;
  test: (text: string) => boolean;
}

/** A parser of node-device-detector, as far as it is used here. */
export interface PatternParser {
  /** Compiles a pattern; called anew for each pattern and agent. */
  getBaseRegExp: (source: string) => Pattern;
}

const GRAMS = 1 << 15;
/** Compiling longer ones takes so long that only the part of them is compiled that could match. */
const SHORT_PATTERN = 80;

/**
 * Makes parsers of node-device-detector fast without changing what they find. For each agent they go through thousands of
 * patterns, and compile every one anew. Here a pattern is compiled once, and only when an agent comes that holds a text
 * without which it can't match: most never do.
 */
export function gatePatterns(parsers: readonly PatternParser[]): void {
  const text = new GramSet();
  for (const parser of parsers) {
    const compile = parser.getBaseRegExp.bind(parser);
    const patterns = new Map<string, Pattern>();
    parser.getBaseRegExp = (source) => {
      let pattern = patterns.get(source);
      if (pattern === undefined) {
        pattern = createPattern(source, compile, text);
        patterns.set(source, pattern);
      }
      return pattern;
    };
  }
}

function createPattern(source: string, compile: (source: string) => Pattern, grams: GramSet): Pattern {
  const parsed = parsePattern(source);
  if (parsed === null) return compile(source);
  const literals = literalsOf(parsed);
  const ends = literals?.map((literal) => hashGram(literal, literal.length)) ?? [];
  const isThere = (literal: string): boolean => grams.holds(literal, hashGram(literal, literal.length));
  let compiled: Pattern | undefined;
  let compiledSource = '';
  const exec = (text: string): RegExpExecArray | null => {
    grams.read(text);
    if (literals !== null && !literals.some((literal, index) => grams.holds(literal, ends[index] ?? 0))) return null;
    const pruned = source.length > SHORT_PATTERN ? prunePattern(parsed, isThere) : source;
    if (compiled === undefined || pruned !== compiledSource) {
      compiled = compile(pruned);
      compiledSource = pruned;
    }
    return compiled.exec(text);
  };
  return { exec, test: (text) => exec(text) !== null };
}

/** The pairs and triples of characters of the text at hand: one look tells that a literal isn't in it. */
class GramSet {
  lowerText = '';
  private text = '';
  private readonly seen = new Uint8Array(GRAMS);

  read(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.lowerText = text.toLowerCase();
    this.seen.fill(0);
    for (let end = 2; end <= this.lowerText.length; end++) {
      this.seen[hashPair(this.lowerText, end)] = 1;
      this.seen[hashGram(this.lowerText, end)] = 1;
    }
  }

  holds(literal: string, gram: number): boolean {
    return this.seen[gram] === 1 && this.lowerText.includes(literal);
  }
}

/** Of the three characters before `end`, or of two where there are no more. */
function hashGram(text: string, end: number): number {
  if (end < 3) return hashPair(text, end);
  return (hashPair(text, end) * 37 + text.charCodeAt(end - 3) * 1_021) % GRAMS;
}

function hashPair(text: string, end: number): number {
  return (text.charCodeAt(end - 2) * 131 + text.charCodeAt(end - 1)) % GRAMS;
}
