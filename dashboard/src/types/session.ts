/** Who reads the page, and what signing in takes. From the contracts, as types alone. */
export type { LoginBody, LogoutBody, Me, SignIn, User } from '@tidemark/contracts';
