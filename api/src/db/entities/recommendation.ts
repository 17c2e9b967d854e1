import type { Receipt, RecommendationData, RecommendationStatus, RecommendationType } from '@tidemark/contracts';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Something worth doing on a site, what was decided about it, and what came of it. */
@Entity('recommendations')
export class RecommendationEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ name: 'site_id', type: 'integer' })
  siteId!: number;

  @Column({ type: 'varchar', length: 50 })
  type!: RecommendationType;

  /** Tells it from others of its site and type; at most one of a key is pending or accepted. */
  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'varchar', length: 200 })
  title!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'integer', default: 1 })
  priority!: number;

  /** The page visits a week that acting may bring. */
  @Column({ type: 'double precision' })
  score!: number;

  @Column({ type: 'varchar', length: 20, default: 'pending' })
  status!: RecommendationStatus;

  @Column({ type: 'jsonb' })
  data!: RecommendationData;

  @Column({ name: 'first_seen', type: 'date' })
  firstSeen!: string;

  /** The last day whose figures still spoke for it. */
  @Column({ name: 'last_seen', type: 'date' })
  lastSeen!: string;

  @Column({ name: 'accepted_at', type: 'timestamptz', nullable: true })
  acceptedAt!: Date | null;

  /** When somebody last changed its status. */
  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  receipt!: Receipt | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  updatedAt!: Date;
}
