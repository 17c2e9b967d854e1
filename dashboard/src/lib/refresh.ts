/** How often an open page reads its reports again. What must be seen sooner stands in the live view. */
export const refreshEveryMs = 60_000;
