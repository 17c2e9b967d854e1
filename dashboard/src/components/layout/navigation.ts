import type { IconName } from '../common/Icon.js';

interface Destination {
  path: string;
  label: string;
  icon: IconName;
  /** Whether the chosen days matter there. */
  hasPeriod: boolean;
}

/** The views, in the order of the menu. */
export const navigation: readonly Destination[] = [
  { path: '/', label: 'Overview', icon: 'overview', hasPeriod: true },
  { path: '/recommendations', label: 'Worth doing', icon: 'check', hasPeriod: false },
  { path: '/live', label: 'Live', icon: 'live', hasPeriod: false },
];
