/*
 * What people do from Slack. `payload` (what Slack sent, a note's words, evidence) is sealed; the other columns hold ids,
 * states and Slack user ids. `intent` names the write by what it would do to which state of which object: at most one
 * action of an intent is under way or done, whoever asked for it.
 */
export const actionsMigration = `
CREATE TABLE actions (
  id TEXT PRIMARY KEY,
  dedup TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  actor TEXT NOT NULL,
  approver TEXT,
  assignee TEXT,
  subject_id TEXT,
  state TEXT NOT NULL,
  intent TEXT,
  idempotency_key TEXT,
  created_at {int} NOT NULL,
  updated_at {int} NOT NULL,
  sent_at {int},
  due_at {int} NOT NULL,
  claim_owner TEXT,
  tries {int} NOT NULL DEFAULT 0,
  reason_code TEXT,
  reason_text TEXT,
  key_id TEXT NOT NULL,
  payload {bytes} NOT NULL
);
CREATE UNIQUE INDEX actions_dedup ON actions (dedup);
CREATE UNIQUE INDEX actions_intent ON actions (intent)
  WHERE intent IS NOT NULL AND state IN ('waiting', 'approved', 'sending', 'checking', 'done');
CREATE INDEX actions_open ON actions (due_at, created_at)
  WHERE state IN ('received', 'draft', 'waiting', 'approved', 'sending', 'checking');
CREATE INDEX actions_closed ON actions (updated_at) WHERE state IN ('done', 'refused', 'failed', 'expired');
CREATE INDEX actions_refused_intent ON actions (intent) WHERE state IN ('refused', 'failed', 'expired');
CREATE INDEX actions_assignee ON actions (assignee, updated_at) WHERE assignee IS NOT NULL;
CREATE INDEX actions_key_id ON actions (key_id);

CREATE TABLE audit (
  id {rowid},
  at {int} NOT NULL,
  action_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL,
  account TEXT,
  target TEXT,
  subject_id TEXT,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  before_state TEXT,
  after_state TEXT
);
CREATE INDEX audit_subject ON audit (subject_id, id) WHERE subject_id IS NOT NULL;

CREATE INDEX subjects_customer ON subjects (customer, updated_at) WHERE customer IS NOT NULL;
CREATE INDEX subjects_disputes ON subjects (updated_at) WHERE kind = 'dispute';
`;
