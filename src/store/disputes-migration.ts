/*
 * The dispute desk. `disputes`: each as its newest snapshot shows it, kept longer than its subject, because win rates need
 * years. `dispute_reminders`: one row for each rung of the ladder, for ever, so that nothing is reminded of twice.
 * `network_months`: payments and fraud reports by card network and month (UTC), by which networks judge.
 */
export const disputesMigration = `
CREATE TABLE disputes (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  id TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  network TEXT,
  amount_minor TEXT,
  amount_currency TEXT,
  created {int} NOT NULL,
  due_by {int},
  submissions {int} NOT NULL,
  PRIMARY KEY (account, livemode, id)
);
CREATE INDEX disputes_open ON disputes (due_by)
  WHERE status IN ('needs_response', 'warning_needs_response', 'appeal_needs_response');
CREATE INDEX disputes_created ON disputes (created);
CREATE TABLE dispute_reminders (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  dispute_id TEXT NOT NULL,
  due_by {int} NOT NULL,
  rung TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  at {int} NOT NULL,
  PRIMARY KEY (account, livemode, dispute_id, due_by, rung, channel)
);
CREATE TABLE network_months (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  month TEXT NOT NULL,
  network TEXT NOT NULL,
  payments {int} NOT NULL,
  fraud_reports {int} NOT NULL,
  PRIMARY KEY (account, livemode, month, network)
);
`;
