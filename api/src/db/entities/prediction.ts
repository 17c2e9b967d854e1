import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('predictions')
export class PredictionEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ name: 'site_id', type: 'integer' })
  siteId!: number;

  @Column({ name: 'metric_name', type: 'varchar', length: 50 })
  metricName!: string;

  @Column({ name: 'predicted_date', type: 'date' })
  predictedDate!: string;

  @Column({ name: 'predicted_value', type: 'double precision' })
  predictedValue!: number;

  @Column({ name: 'confidence_interval', type: 'double precision', nullable: true })
  confidenceInterval!: number | null;

  @Column({ name: 'model_version', type: 'varchar', length: 20, nullable: true })
  modelVersion!: string | null;

  @Column({ name: 'model_accuracy', type: 'double precision', nullable: true })
  modelAccuracy!: number | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'CURRENT_TIMESTAMP' })
  createdAt!: Date;
}
