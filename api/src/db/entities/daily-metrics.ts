import type { DailyRow, DeviceDistribution } from '@tidemark/contracts';
import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** One site's day. Sums stand beside the averages so that ranges are weighted by their counts. */
@Entity('daily_metrics')
@Unique(['siteId', 'date'])
export class DailyMetricsEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ name: 'site_id', type: 'integer' })
  siteId!: number;

  @Column({ type: 'date' })
  date!: string;

  @Column({ name: 'page_visits', type: 'integer', default: 0 })
  pageVisits!: number;

  @Column({ name: 'page_views', type: 'integer', default: 0 })
  pageViews!: number;

  @Column({ name: 'unique_visitors', type: 'integer', default: 0 })
  uniqueVisitors!: number;

  @Column({ type: 'integer', default: 0 })
  sessions!: number;

  @Column({ type: 'integer', default: 0 })
  bounces!: number;

  @Column({ name: 'time_on_page_sum', type: 'bigint', default: 0 })
  timeOnPageSum!: string;

  @Column({ name: 'time_on_page_count', type: 'integer', default: 0 })
  timeOnPageCount!: number;

  @Column({ name: 'session_duration_ms_sum', type: 'bigint', default: 0 })
  sessionDurationMsSum!: string;

  @Column({ name: 'avg_time_on_page', type: 'double precision', nullable: true })
  avgTimeOnPage!: number | null;

  @Column({ name: 'bounce_rate', type: 'double precision', nullable: true })
  bounceRate!: number | null;

  @Column({ name: 'avg_session_duration', type: 'double precision', nullable: true })
  avgSessionDuration!: number | null;

  @Column({ name: 'top_pages', type: 'jsonb', default: [] })
  topPages!: DailyRow['top_pages'];

  @Column({ name: 'traffic_sources', type: 'jsonb', default: [] })
  trafficSources!: DailyRow['traffic_sources'];

  @Column({ name: 'device_distribution', type: 'jsonb', default: {} })
  deviceDistribution!: DeviceDistribution;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  updatedAt!: Date;
}
