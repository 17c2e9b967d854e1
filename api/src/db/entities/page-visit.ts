import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A page view. Written and read in bulk by `events/queries`; the entity states its columns and types. */
@Entity('page_visits')
export class PageVisitEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'increment' })
  id!: string;

  @PrimaryColumn({ type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  timestamp!: Date;

  @Column({ name: 'site_id', type: 'integer' })
  siteId!: number;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId!: string;

  @Column({ name: 'page_url', type: 'varchar', length: 500 })
  pageUrl!: string;

  @Column({ name: 'visitor_id', type: 'varchar', length: 100 })
  visitorId!: string;

  @Column({ name: 'session_id', type: 'varchar', length: 100 })
  sessionId!: string;

  @Column({ name: 'time_on_page', type: 'integer', nullable: true })
  timeOnPage!: number | null;

  @Column({ type: 'varchar', length: 500, nullable: true })
  referrer!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ name: 'ip_address', type: 'inet', nullable: true })
  ipAddress!: string | null;

  @Column({ name: 'device_type', type: 'varchar', length: 50, nullable: true })
  deviceType!: string | null;

  @Column({ type: 'varchar', length: 100, nullable: true })
  browser!: string | null;

  @Column({ type: 'varchar', length: 100, nullable: true })
  os!: string | null;

  @Column({ name: 'screen_resolution', type: 'varchar', length: 20, nullable: true })
  screenResolution!: string | null;

  @Column({ type: 'varchar', length: 10, nullable: true })
  language!: string | null;

  @Column({ type: 'char', length: 2, nullable: true })
  country!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  source!: string | null;

  @Column({ type: 'varchar', length: 30, nullable: true })
  channel!: string | null;

  @Column({ name: 'utm_source', type: 'varchar', length: 255, nullable: true })
  utmSource!: string | null;

  @Column({ name: 'utm_medium', type: 'varchar', length: 255, nullable: true })
  utmMedium!: string | null;

  @Column({ name: 'utm_campaign', type: 'varchar', length: 255, nullable: true })
  utmCampaign!: string | null;

  @Column({ name: 'utm_term', type: 'varchar', length: 255, nullable: true })
  utmTerm!: string | null;

  @Column({ name: 'utm_content', type: 'varchar', length: 255, nullable: true })
  utmContent!: string | null;

  @Column({ name: 'is_session_derived', type: 'boolean', default: false })
  isSessionDerived!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  createdAt!: Date;
}
