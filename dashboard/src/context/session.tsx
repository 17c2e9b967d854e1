import { createContext, useContext } from 'react';
import type { User } from '../types/session.js';

/** Who is signed in; `SessionGate` gives it. */
export const UserContext = createContext<User | undefined>(undefined);

export function useUser(): User {
  const value = useContext(UserContext);
  if (value === undefined) throw new Error('useUser needs a SessionGate around it');
  return value;
}
