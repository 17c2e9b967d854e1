/** A page view as somebody reported it: the tracker, a program, or a line of an access log. */
export interface ObservedView {
  eventId: string;
  pageUrl: string;
  /** Absent without consent: the server derives one. */
  visitorId?: string | undefined;
  sessionId?: string | undefined;
  viewedAt: Date;
  timeOnPage?: number | null | undefined;
  referrer?: string | null | undefined;
  userAgent?: string | null | undefined;
  /** The full address. It serves for country and identity in memory and is never written. */
  address?: string | null | undefined;
  deviceType?: string | null | undefined;
  browser?: string | null | undefined;
  os?: string | null | undefined;
  screenResolution?: string | null | undefined;
  language?: string | null | undefined;
}
