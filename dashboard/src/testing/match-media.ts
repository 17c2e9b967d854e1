/** jsdom has no media queries; here none matches unless told. */
export function installMatchMedia(matching: readonly string[] = []): void {
  window.matchMedia = (media: string) =>
    ({
      media,
      matches: matching.includes(media),
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
}
