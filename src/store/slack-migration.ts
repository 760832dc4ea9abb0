/*
 * The Slack workspace that the app is installed in. Tokens are sealed; ids, scopes and times are plain. At most one
 * installation is active: this service has one set of channels. `install_states` holds what was redeemed, until it would have
 * expired anyway; `unfurls` what was shown under a link in a channel lately.
 * `route_changes` joins the configuration's route tree until somebody ends it; `digest_proposals` has one row a week for ever.
 */
export const slackMigration = `
CREATE TABLE installations (
  team_id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  version {int} NOT NULL,
  app_id TEXT NOT NULL,
  bot_user_id TEXT NOT NULL,
  scopes TEXT NOT NULL,
  installed_by TEXT NOT NULL,
  installed_at {int} NOT NULL,
  updated_at {int} NOT NULL,
  expires_at {int},
  ended_code TEXT,
  key_id TEXT NOT NULL,
  body {bytes} NOT NULL
);
CREATE UNIQUE INDEX installations_active ON installations (state) WHERE state = 'active';
CREATE INDEX installations_key_id ON installations (key_id);
CREATE TABLE install_states (nonce TEXT PRIMARY KEY, expires_at {int} NOT NULL);
CREATE INDEX install_states_expires ON install_states (expires_at);

CREATE TABLE unfurls (
  channel TEXT NOT NULL,
  object TEXT NOT NULL,
  until {int} NOT NULL,
  PRIMARY KEY (channel, object)
);
CREATE INDEX unfurls_until ON unfurls (until);

CREATE TABLE route_changes (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  route TEXT,
  author TEXT NOT NULL,
  created_at {int} NOT NULL,
  ended_at {int},
  ended_by TEXT,
  body TEXT NOT NULL
);
CREATE INDEX route_changes_held ON route_changes (created_at) WHERE ended_at IS NULL;
CREATE TABLE digest_proposals (
  week TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  lane TEXT NOT NULL,
  routes TEXT NOT NULL,
  proposed_at {int} NOT NULL
);
`;
