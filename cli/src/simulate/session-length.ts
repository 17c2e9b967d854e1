/** Views of a session that is no bounce: 2 and a Lomax (Pareto II) tail, cut. */
export const LENGTH_SHAPE = 3;
export const LENGTH_SCALE = 7;
export const MAX_SESSION_VIEWS = 80;

/** SQL: the views of a session. @param position uniform in [0, 1); @param bounceShare of such sessions */
export function viewsOfSession(position: string, bounceShare: string): string {
  const rest = `((1 - ${position}) / (1 - ${bounceShare}))`;
  const beyond = `floor(${LENGTH_SCALE}e0 * (pow(${rest}, ${-1 / LENGTH_SHAPE}e0) - 1))`;
  return `CASE WHEN ${position} < ${bounceShare} THEN 1 ELSE least(${MAX_SESSION_VIEWS}, 2 + ${beyond}) END::INTEGER`;
}

/** The mean of what {@link viewsOfSession} gives. */
export function meanViews(bounceShare: number): number {
  return bounceShare + (1 - bounceShare) * MEAN_UNBOUNCED;
}

const MEAN_UNBOUNCED = Array.from(
  { length: MAX_SESSION_VIEWS - 2 },
  (_, index) => (1 + (index + 1) / LENGTH_SCALE) ** -LENGTH_SHAPE,
).reduce((sum, chanceOfMore) => sum + chanceOfMore, 2);
