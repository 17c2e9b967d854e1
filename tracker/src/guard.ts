/** Wraps `work` so that whatever goes wrong in it never reaches the page. */
export const guard =
  <Args extends unknown[]>(work: (...args: Args) => void) =>
  (...args: Args): void => {
    try {
      work(...args);
    } catch {
      // Missing figures are our loss; an error on the page would be its visitors'. See README, "Never in the way".
    }
  };
