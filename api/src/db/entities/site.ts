import type { RefusalRule } from '@tidemark/contracts';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('sites')
export class SiteEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar', length: 253, unique: true })
  domain!: string;

  @Column({ type: 'varchar', length: 200 })
  name!: string;

  @Column({ type: 'varchar', length: 64, default: 'UTC' })
  timezone!: string;

  @Column({ type: 'char', length: 2, nullable: true })
  country!: string | null;

  @Column({ name: 'respect_do_not_track', type: 'boolean', default: true })
  respectDoNotTrack!: boolean;

  @Column({ name: 'after_refusal', type: 'varchar', length: 10, default: 'nothing' })
  afterRefusal!: RefusalRule;

  @Column({ name: 'excluded_addresses', type: 'inet', array: true, default: '{}' })
  excludedAddresses!: string[];

  @Column({ name: 'significant_parameters', type: 'text', array: true, default: '{}' })
  significantParameters!: string[];

  /** Null: as the installation says. */
  @Column({ name: 'retention_days', type: 'integer', nullable: true })
  retentionDays!: number | null;

  /** So many false alarms a month its owner accepts among recommendations. */
  @Column({ name: 'false_alarms_per_month', type: 'double precision', default: 2 })
  falseAlarmsPerMonth!: number;

  @Column({ name: 'is_demo', type: 'boolean', default: false })
  isDemo!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
