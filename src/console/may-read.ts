import type { Person } from './guard.ts';
import type { ConsoleSettings } from './settings.ts';

/**
 * Whether a person may read what stands in a channel. A channel with privacy `full` shows names and e-mails to those whom
 * Slack lets in; in the console that takes an operator. A channel that left the configuration counts as one of these.
 */
export function mayRead(person: Pick<Person, 'role'>, channel: string, settings: ConsoleSettings): boolean {
  if (person.role !== 'viewer') return true;
  const known = settings.channels.find(({ name }) => name === channel);
  return known !== undefined && known.privacy !== 'full';
}
