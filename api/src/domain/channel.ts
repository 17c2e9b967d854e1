import type { ClickId } from './page.js';
import { DIRECT, type Source } from './source.js';

/** GA4's default channel group, with AI assistants. https://support.google.com/analytics/answer/9756891 */
export type Channel =
  | 'Direct'
  | 'Paid Shopping'
  | 'Paid Search'
  | 'Paid Social'
  | 'Paid Video'
  | 'Display'
  | 'Paid Other'
  | 'Organic Shopping'
  | 'Organic Social'
  | 'Organic Video'
  | 'Organic Search'
  | 'AI Assistant'
  | 'Email'
  | 'Affiliates'
  | 'Audio'
  | 'SMS'
  | 'Mobile Push'
  | 'Referral'
  | 'Unassigned';

export interface Campaign {
  source: Source;
  medium: string | null;
  campaign: string | null;
  clickId: ClickId | null;
}

const PAID = /^(.*cp.*|ppc|retargeting|paid.*)$/;
const EMAIL = /^e[-_ ]?mail$/;
const paidClickIds: readonly (ClickId | null)[] = [
  'gclid',
  'gbraid',
  'wbraid',
  'msclkid',
  'ttclid',
  'twclid',
  'li_fat_id',
  'dclid',
];

/** The channel of an arrival: the first rule that holds, in GA4's order. */
export function channelOf({ source, medium: givenMedium, campaign, clickId }: Campaign): Channel {
  const medium = (givenMedium ?? '').toLowerCase();
  const name = source.name.toLowerCase();
  const { kind } = source;
  const isPaid = PAID.test(medium) || (medium === '' && paidClickIds.includes(clickId));
  const isShopping = kind === 'shopping' || /^(.*(([^a-df-z]|^)shop|shopping).*)$/.test((campaign ?? '').toLowerCase());

  if (isPaid && clickId === 'dclid') return 'Display';
  if (isPaid && isShopping) return 'Paid Shopping';
  if (isPaid && (kind === 'search' || clickId === 'gclid' || clickId === 'msclkid')) return 'Paid Search';
  if (isPaid && (kind === 'social' || clickId === 'ttclid' || clickId === 'twclid' || clickId === 'li_fat_id'))
    return 'Paid Social';
  if (isPaid && kind === 'video') return 'Paid Video';
  if (['display', 'banner', 'expandable', 'interstitial', 'cpm'].includes(medium)) return 'Display';
  if (isPaid) return 'Paid Other';
  if (isShopping) return 'Organic Shopping';
  if (kind === 'social' || /^(social|sm|social[- ](network|media))$/.test(medium)) return 'Organic Social';
  if (kind === 'video' || medium.includes('video')) return 'Organic Video';
  if (kind === 'ai') return 'AI Assistant';
  if (EMAIL.test(medium) || EMAIL.test(name) || kind === 'email' || medium === 'newsletter') return 'Email';
  if (kind === 'search' || medium === 'organic') return 'Organic Search';
  if (medium === 'affiliate') return 'Affiliates';
  if (medium === 'audio') return 'Audio';
  if (medium === 'sms' || name === 'sms') return 'SMS';
  if (medium.endsWith('push') || /mobile|notification/.test(medium) || name === 'firebase') return 'Mobile Push';
  if (source.name === DIRECT) return 'Direct';
  return ['', 'referral', 'app', 'link'].includes(medium) ? 'Referral' : 'Unassigned';
}
