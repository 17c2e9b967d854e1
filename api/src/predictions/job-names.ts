/** The jobs of this folder: those that run put others of them in the queue. */
export const ISSUE_FORECASTS = 'issue-forecasts';
export const RETRAIN = 'retrain-forecasts';
export const PLAN_RETRAINING = 'plan-retraining';
