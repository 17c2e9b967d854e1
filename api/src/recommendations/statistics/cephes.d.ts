/** What is used of cephes 3: its own types aren't found, since its package's `exports` doesn't name them. */
declare module 'cephes' {
  /** Resolves once the functions can be called. */
  export const compiled: Promise<void>;
  /** Regularised incomplete beta function, from 0 to `x`. */
  export function incbet(a: number, b: number, x: number): number;
  /** Logarithm of the gamma function. */
  export function lgam(x: number): number;
  /** Normal distribution function, and its inverse. */
  export function ndtr(x: number): number;
  export function ndtri(probability: number): number;
  /** Inverse of Student's t distribution function; whole degrees of freedom. */
  export function stdtri(degrees: number, probability: number): number;
}
