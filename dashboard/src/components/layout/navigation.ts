import type { en } from '../../locales/en/index.js';
import type { IconName } from '../common/Icon.js';

interface Destination {
  path: string;
  label: keyof (typeof en)['layout']['views'];
  icon: IconName;
  /** Whether the chosen days matter there. */
  hasPeriod: boolean;
}

/** The views, in the order of the menu. */
export const navigation: readonly Destination[] = [
  { path: '/', label: 'overview', icon: 'overview', hasPeriod: true },
  { path: '/predictions', label: 'predictions', icon: 'forecast', hasPeriod: false },
  { path: '/recommendations', label: 'recommendations', icon: 'check', hasPeriod: false },
  { path: '/live', label: 'live', icon: 'live', hasPeriod: false },
];
