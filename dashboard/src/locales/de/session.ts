import type { Catalogue } from '../catalogue.js';

export const session: Catalogue['session'] = {
  signIn: {
    title: 'Anmelden',
    submit: 'Anmelden',
    busy: 'Anmeldung läuft …',
    submitIn: 'Erneut anmelden in {{seconds}} s',
    codeHint: 'Sechs Ziffern aus der Authenticator-App oder einer der Wiederherstellungscodes.',
    codeNext: 'Noch ein Schritt: der Code des zweiten Faktors.',
    looking: 'Anmeldung wird gesucht',
    notes: {
      ended: 'Die Anmeldung ist abgelaufen. Nach dem Anmelden geht es an derselben Stelle weiter.',
      left: 'Sie sind abgemeldet.',
    },
    firstTime: 'Zum ersten Mal hier?',
    firstAdmin:
      'Beim ersten Start legt Tidemark einen Admin an. Adresse und Passwort stehen in `ADMIN_EMAIL` und `ADMIN_PASSWORD`, wenn sie gesetzt waren; sonst lautet die Adresse `admin@localhost`, und das Passwort wurde einmal in dem Terminal ausgegeben, in dem Tidemark gestartet wurde, unter „Sign in as the first user“.',
    everybodyElse: 'Alle anderen bekommen einen Einladungslink von einem Admin.',
  },
  invite: {
    page: 'Einladung',
    title: 'Willkommen',
    looking: 'Einladung wird gesucht',
    usedUp: 'Eine Einladung gilt einmal und nur einige Tage. Einen neuen Link gibt es bei einem Admin.',
    as: {
      admin: 'Sie sind als Admin eingeladen, bis {{until}}. Noch ein Passwort wählen, dann geht es los.',
      viewer: 'Sie sind als Betrachter eingeladen, bis {{until}}. Noch ein Passwort wählen, dann geht es los.',
    },
    nameHint: 'Freiwillig.',
    submit: 'Los geht’s',
  },
  account: {
    menu: 'Konto von {{email}}',
    settings: 'Einstellungen',
    signOut: 'Abmelden',
    signOutEverywhere: 'Überall abmelden',
  },
};
