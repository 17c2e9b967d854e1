/** What the banner says. */
export interface Texts {
  title: string;
  text: string;
  agree: string;
  decline: string;
  /** The words of the link to the privacy policy, where the tag names one. */
  policyLabel: string;
}

/** By language; the first is for everybody else. */
export const builtIn: Record<string, Texts> = {
  en: {
    title: 'May we recognise your browser?',
    text: 'With your consent, this site keeps a random number in your browser to see how often visitors come back and what they read. You can change your mind at any time.',
    agree: 'Agree',
    decline: 'Decline',
    policyLabel: 'Privacy policy',
  },
  de: {
    title: 'Dürfen wir Ihren Browser wiedererkennen?',
    text: 'Mit Ihrer Einwilligung speichert diese Website eine zufällige Nummer in Ihrem Browser, um zu sehen, wie oft Besucher wiederkommen und was sie lesen. Sie können Ihre Entscheidung jederzeit ändern.',
    agree: 'Zustimmen',
    decline: 'Ablehnen',
    policyLabel: 'Datenschutzerklärung',
  },
  fr: {
    title: 'Pouvons-nous reconnaître votre navigateur ?',
    text: 'Avec votre accord, ce site conserve un numéro aléatoire dans votre navigateur afin de savoir à quelle fréquence les visiteurs reviennent et ce qu’ils lisent. Vous pouvez changer d’avis à tout moment.',
    agree: 'Accepter',
    decline: 'Refuser',
    policyLabel: 'Politique de confidentialité',
  },
  es: {
    title: '¿Podemos reconocer su navegador?',
    text: 'Con su consentimiento, este sitio guarda un número aleatorio en su navegador para saber con qué frecuencia vuelven los visitantes y qué leen. Puede cambiar de opinión en cualquier momento.',
    agree: 'Aceptar',
    decline: 'Rechazar',
    policyLabel: 'Política de privacidad',
  },
  it: {
    title: 'Possiamo riconoscere il suo browser?',
    text: 'Con il suo consenso, questo sito conserva un numero casuale nel suo browser per sapere quanto spesso i visitatori ritornano e che cosa leggono. Può cambiare idea in qualsiasi momento.',
    agree: 'Accetta',
    decline: 'Rifiuta',
    policyLabel: 'Informativa sulla privacy',
  },
  nl: {
    title: 'Mogen we uw browser herkennen?',
    text: 'Met uw toestemming bewaart deze website een willekeurig nummer in uw browser om te zien hoe vaak bezoekers terugkomen en wat ze lezen. U kunt uw keuze altijd wijzigen.',
    agree: 'Toestaan',
    decline: 'Weigeren',
    policyLabel: 'Privacyverklaring',
  },
  pl: {
    title: 'Czy możemy rozpoznawać Twoją przeglądarkę?',
    text: 'Za Twoją zgodą ta strona zapisuje w przeglądarce losowy numer, aby wiedzieć, jak często odwiedzający wracają i co czytają. Decyzję można zmienić w każdej chwili.',
    agree: 'Zgadzam się',
    decline: 'Odmawiam',
    policyLabel: 'Polityka prywatności',
  },
  pt: {
    title: 'Podemos reconhecer o seu navegador?',
    text: 'Com o seu consentimento, este site guarda um número aleatório no seu navegador para saber com que frequência os visitantes voltam e o que leem. Pode mudar de ideias a qualquer momento.',
    agree: 'Aceitar',
    decline: 'Recusar',
    policyLabel: 'Política de privacidade',
  },
};
