/*
 * Silences; what they and quiet hours kept from a channel (`held`: one row a subject, so that a sale of five events counts
 * once); and money incidents: each failed try once, how many there were in each hour, and the incidents themselves. Ids,
 * states and figures are plain; what people wrote (a reason) and an incident's body are sealed.
 */
export const routingMigration = `
CREATE TABLE silences (
  id TEXT PRIMARY KEY,
  matcher TEXT NOT NULL,
  effect TEXT NOT NULL,
  critical {int} NOT NULL,
  digest_ms {int},
  author TEXT NOT NULL,
  created_at {int} NOT NULL,
  until {int} NOT NULL,
  ended_by TEXT,
  key_id TEXT NOT NULL,
  reason {bytes} NOT NULL
);
CREATE INDEX silences_until ON silences (until);
CREATE INDEX silences_key_id ON silences (key_id);

CREATE TABLE holds (
  hold TEXT NOT NULL,
  channel TEXT NOT NULL,
  name TEXT NOT NULL,
  effect TEXT NOT NULL,
  until {int} NOT NULL,
  told_at {int},
  PRIMARY KEY (hold, channel)
);
CREATE INDEX holds_untold ON holds (until) WHERE told_at IS NULL;
CREATE INDEX holds_until ON holds (until);
CREATE TABLE held (
  hold TEXT NOT NULL,
  channel TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  PRIMARY KEY (hold, channel, subject_id)
);
CREATE INDEX deliveries_held ON deliveries (fold_class)
  WHERE state = 'pending' AND fold_class IS NOT NULL AND fold_at IS NOT NULL;

CREATE TABLE failures (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  kind TEXT NOT NULL,
  at {int} NOT NULL,
  code TEXT NOT NULL,
  amount_minor TEXT,
  amount_currency TEXT,
  subject_id TEXT NOT NULL,
  customer TEXT,
  invoice TEXT,
  card TEXT,
  recovered_at {int},
  incident_id TEXT
);
CREATE INDEX failures_at ON failures (at);
CREATE INDEX failures_rare ON failures (at) WHERE kind <> 'payment';
CREATE INDEX failures_subject ON failures (subject_id) WHERE recovered_at IS NULL;
CREATE INDEX failures_incident ON failures (incident_id) WHERE incident_id IS NOT NULL;
CREATE TABLE failure_hours (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  hour {int} NOT NULL,
  code TEXT NOT NULL,
  count {int} NOT NULL,
  PRIMARY KEY (account, livemode, hour, code)
);
CREATE INDEX failure_hours_hour ON failure_hours (hour);

CREATE TABLE incidents (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  since {int} NOT NULL,
  opened_at {int} NOT NULL,
  closed_at {int},
  version {int} NOT NULL,
  told_version {int} NOT NULL,
  key_id TEXT NOT NULL,
  body {bytes} NOT NULL
);
CREATE UNIQUE INDEX incidents_open ON incidents (account, livemode, kind) WHERE state = 'open';
CREATE INDEX incidents_untold ON incidents (id) WHERE told_version < version;
CREATE INDEX incidents_closed ON incidents (closed_at) WHERE state = 'closed';
CREATE INDEX incidents_key_id ON incidents (key_id);
`;
