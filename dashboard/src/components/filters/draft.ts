import { formatDimensionValue, isPageDimension, isTranslated } from '../../lib/dimensions.js';
import { type Operator, operators, readCondition, takesSeveral, toFilterValue } from '../../lib/filters.js';
import type { FilterDimension } from '../../types/analytics.js';

/** A filter while it's being made. */
export interface Draft {
  dimension: FilterDimension;
  operator: Operator;
  /** Those picked, where the operator takes several. */
  values: readonly string[];
  /** What stands in the field, in the reader's words. */
  text: string;
  /** What the API calls it, where that is known. */
  value: string | undefined;
}

/** Whether a text is looked for within values. */
export const looksForPart = (operator: Operator): boolean => operator === 'contains' || operator === 'containsNot';

/** The operators to choose from: a part of `Germany` isn't one of `DE`, which is what the API knows. */
export function operatorsOf({ dimension, operator }: Draft): readonly Operator[] {
  return operators.filter((id) => id === operator || !looksForPart(id) || !isTranslated(dimension));
}

/** A filter taken apart, or the beginning of one. */
export function readDraft(dimension: FilterDimension, filter: string | undefined, domain: string): Draft {
  const condition = filter === undefined ? undefined : readCondition(filter);
  const empty = { dimension, operator: condition?.operator ?? ('is' as const), values: [], text: '', value: undefined };
  if (condition === undefined) return empty;
  return takesSeveral(condition.operator)
    ? { ...empty, values: condition.values }
    : withPick(empty, condition.values[0] ?? '', domain);
}

/** Takes a value of the API's: one more where the operator takes several, else the one. */
export function withPick(draft: Draft, value: string, domain: string): Draft {
  if (takesSeveral(draft.operator))
    return { ...draft, values: [...new Set([...draft.values, value])], text: '', value: undefined };
  return looksForPart(draft.operator)
    ? { ...draft, text: value, value: undefined }
    : { ...draft, text: formatDimensionValue(draft.dimension, value, domain), value };
}

/** Another operator over what was chosen so far; of several values one that takes a single one keeps the first. */
export function withOperator(draft: Draft, operator: Operator, domain: string): Draft {
  const [first] = chosenValues(draft, domain);
  const next = { ...draft, operator, text: '', value: undefined };
  if (first === undefined || takesSeveral(operator) === takesSeveral(draft.operator)) return { ...draft, operator };
  return takesSeveral(operator) ? { ...next, values: [first] } : withPick({ ...next, values: [] }, first, domain);
}

/** What the filter would hold now, in the API's words; a typed wildcard is meant as one. */
export function chosenValues({ dimension, operator, values, text, value }: Draft, domain: string): string[] {
  // What is looked for anywhere brings its own wildcards.
  if (looksForPart(operator)) return present(toFilterValue(text.trim().replace(/^\*+|\*+$/g, '')));
  if (value !== undefined) return [...new Set([...values, value])];
  const typed = takesSeveral(operator) ? text.split(',') : [text];
  return [...new Set([...values, ...typed.flatMap((piece) => present(toFilterValue(toPage(piece.trim()))))])];

  // Pages of the site itself are shown, and typed, without its domain.
  function toPage(piece: string): string {
    return isPageDimension(dimension) && piece.startsWith('/') ? domain + piece : piece;
  }
}

const present = (value: string): string[] => (value === '' ? [] : [value]);
