import type { Candidate, Cause } from './detectors/candidate.js';

/** Another group's difference is a consequence where it's at most so many times the cause's: groups overlap, and figures vary. */
const CONSEQUENCE_RATIO = 1.5;
/** A group that accounts for so much of the site's difference is what to tell instead of it. */
const MAIN_SHARE = 0.4;

/**
 * Of candidates that one cause explains, the cause alone: a source that dries up takes the visits of the page it links to along, and both
 * the site's total. The clearest comes first, since what is hit itself changes more, against its noise, than what is hit
 * through it.
 */
export function mergeCauses<C extends Candidate>(candidates: readonly C[]): C[] {
  const ofGroups = candidates.filter(({ cause }) => cause !== null && cause.dimension !== null);
  const ofSite = candidates.filter(({ cause }) => cause !== null && cause.dimension === null);
  const kept: C[] = [];
  const byClearness = (a: C, b: C): number => a.pValue - b.pValue || (b.cause?.share ?? 0) - (a.cause?.share ?? 0);
  for (const candidate of [...ofGroups].sort(byClearness)) {
    const isConsequence = kept.some(({ cause }) => cause && candidate.cause && explains(cause, candidate.cause));
    if (!isConsequence) kept.push(candidate);
  }
  const groups = [...kept];
  for (const candidate of ofSite) {
    if (!groups.some(({ cause }) => cause && candidate.cause && explainsSite(cause, candidate.cause))) {
      kept.push(candidate);
    }
  }
  return [...kept, ...candidates.filter(({ cause }) => cause === null)];
}

function explains(cause: Cause, other: Cause): boolean {
  return (
    cause.of === other.of &&
    cause.direction === other.direction &&
    cause.dimension !== other.dimension &&
    other.share <= CONSEQUENCE_RATIO * cause.share
  );
}

function explainsSite(cause: Cause, site: Cause): boolean {
  return cause.of === site.of && cause.direction === site.direction && cause.share >= MAIN_SHARE * site.share;
}
