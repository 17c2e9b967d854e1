/** How dark the deepest and the shallowest water is drawn; what is there at all can be told from nothing. */
const deepest = 1;
const shallowest = 0.15;

/** How opaque a value is drawn. By the square root, so that the many small ones can be told apart. */
export function depthOf(value: number, largest: number): number {
  if (value <= 0 || largest <= 0) return 0;
  return shallowest + (deepest - shallowest) * Math.sqrt(Math.min(1, value / largest));
}

/** The steps of the scale that explains it. */
export const depthSteps = [0.02, 0.15, 0.4, 0.7, 1] as const;
