/** A lane is `<workspace>/<Slack channel id>`, or `webhook/<name>` for an incoming webhook, which carries its own channel. */
export function workspaceOf(lane: string): string {
  const slash = lane.indexOf('/');
  return slash === -1 ? lane : lane.slice(0, slash);
}

/** The Slack channel id; null for an incoming webhook. */
export function channelIdOf(lane: string): string | null {
  return isWebhook(lane) ? null : lane.slice(lane.indexOf('/') + 1);
}

/** Each webhook URL is its own credential: one that was revoked says nothing of the others. */
export function isWebhook(lane: string): boolean {
  return workspaceOf(lane) === 'webhook';
}
