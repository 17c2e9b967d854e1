import type { Catalogue } from '../catalogue.js';

export const help: Catalogue['help'] = {
  title: 'Tastenkürzel',
  then: 'dann',
  isOn: 'Tastenkürzel sind an',
  where: 'Beim Tippen und in Dialogen ruhen sie. Dieser Browser merkt sich die Wahl.',
  actions: {
    help: 'Diese Liste',
    overview: 'Zur Übersicht',
    predictions: 'Zur Vorhersage',
    recommendations: 'Zu dem, was sich lohnt',
    live: 'Zur Live-Ansicht',
    settings: 'Zu den Einstellungen',
    previousPeriod: 'Früherer Zeitraum',
    nextPeriod: 'Späterer Zeitraum',
    find: 'Zum Filter, sonst zur Wahl der Website',
    theme: 'Nächste Farben: System, hell, dunkel',
  },
};
