// Taken before the page can replace it.
export const { stringify } = JSON;
