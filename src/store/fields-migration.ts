/*
 * Fields that people edit in Slack and in Stripe. `body` (the value and how often it was written back) is sealed. A lock
 * lets one action at a time write to an object: it goes with the action, in the transaction that closes it.
 */
export const fieldsMigration = `
CREATE TABLE field_values (
  account TEXT NOT NULL,
  object TEXT NOT NULL,
  field TEXT NOT NULL,
  origin TEXT NOT NULL,
  version {int} NOT NULL,
  changed_at {int} NOT NULL,
  updated_at {int} NOT NULL,
  actor TEXT,
  key_id TEXT NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (account, object, field)
);
CREATE INDEX field_values_key_id ON field_values (key_id);
CREATE INDEX field_values_updated ON field_values (updated_at);

CREATE TABLE field_locks (
  account TEXT NOT NULL,
  object TEXT NOT NULL,
  action_id TEXT NOT NULL,
  PRIMARY KEY (account, object)
);
CREATE INDEX field_locks_action ON field_locks (action_id);

CREATE INDEX actions_idempotency_key ON actions (idempotency_key) WHERE idempotency_key IS NOT NULL;
`;
