import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** One day of one issued forecast. The database refuses to change it; a second forecast of an origin is a revision. */
@Entity('predictions')
@Unique('predictions_issued_once', ['siteId', 'metricName', 'origin', 'revision', 'horizon'])
export class PredictionEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ name: 'site_id', type: 'integer' })
  siteId!: number;

  @Column({ name: 'metric_name', type: 'varchar', length: 50 })
  metricName!: string;

  /** The last day that was known. */
  @Column({ type: 'date' })
  origin!: string;

  @Column({ type: 'integer' })
  revision!: number;

  /** Days from the origin to the predicted date. */
  @Column({ type: 'integer' })
  horizon!: number;

  @Column({ name: 'predicted_date', type: 'date' })
  predictedDate!: string;

  @Column({ name: 'predicted_value', type: 'double precision' })
  predictedValue!: number;

  @Column({ name: 'lower_80', type: 'double precision' })
  lower80!: number;

  @Column({ name: 'upper_80', type: 'double precision' })
  upper80!: number;

  @Column({ name: 'lower_90', type: 'double precision' })
  lower90!: number;

  @Column({ name: 'upper_90', type: 'double precision' })
  upper90!: number;

  @Column({ name: 'lower_95', type: 'double precision' })
  lower95!: number;

  @Column({ name: 'upper_95', type: 'double precision' })
  upper95!: number;

  /** Half the width of the 90% interval. */
  @Column({ name: 'confidence_interval', type: 'double precision', nullable: true })
  confidenceInterval!: number | null;

  @Column({ name: 'model_version', type: 'varchar', length: 20, nullable: true })
  modelVersion!: string | null;

  @Column({ name: 'model_kind', type: 'varchar', length: 30 })
  modelKind!: string;

  /** 1 - error / error of the same weekday last week, in the backtest of the model's training; null where it has none. */
  @Column({ name: 'model_accuracy', type: 'double precision', nullable: true })
  modelAccuracy!: number | null;

  @Column({ name: 'trained_at', type: 'timestamptz', nullable: true })
  trainedAt!: Date | null;

  /** When the forecast was issued. */
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  createdAt!: Date;
}
