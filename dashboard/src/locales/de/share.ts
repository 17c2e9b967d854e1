import type { Catalogue } from '../catalogue.js';

export const share: Catalogue['share'] = {
  opening: 'Freigabe wird geöffnet',
  title: 'Geteilte Zahlen',
  hasPassword: 'Sie sind mit einem Passwort geschützt. Wer den Link weitergegeben hat, kennt es.',
  wrongPassword: 'Falsches Passwort.',
  open: 'Öffnen',
};
