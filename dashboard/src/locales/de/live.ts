import type { Catalogue } from '../catalogue.js';

export const live: Catalogue['live'] = {
  title: 'Jetzt gerade',
  outOfReach: 'Die Live-Ansicht ist nicht erreichbar',
  activeVisitors: 'Aktive Besucher',
  lastMinutes: 'in den letzten 5 Minuten',
  viewsOfHalfHour_one: 'Seitenaufruf in den letzten 30 Minuten',
  viewsOfHalfHour_other: 'Seitenaufrufe in den letzten 30 Minuten',
  byMinute: 'Seitenaufrufe je Minute',
  recentViews: 'Seitenaufrufe der letzten 30 Minuten',
  minute: 'Minute',
  lists: { pages: 'Seiten', sources: 'Quellen', countries: 'Länder' },
  listCaption: '{{list}} der letzten 30 Minuten',
  calm: 'Ruhige See: nichts in den letzten 30 Minuten.',
  loading: 'Die Live-Ansicht wird geladen',
};
