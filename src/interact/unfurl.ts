import type { JsonObject } from '../domain/json.ts';
import type { Subject } from '../domain/subject.ts';
import type { ActionRow } from '../store/action-store.ts';
import { closeDone } from './close.ts';
import type { InteractDeps } from './deps.ts';
import type { SharedLinks } from './interaction.ts';
import { readStripeLink, type StripeLink } from './stripe-link.ts';

/** The same object is not shown again under the next link in a channel for so long. */
const quietForMs = 30 * 60_000;
const mostPreviews = 5;

/**
 * Links to Stripe's dashboard that somebody wrote: the card of each, as the channel may read it. Nothing for people of other
 * organisations, for objects that are not known here, of another account or mode, and for what stood there just now.
 */
export async function unfurlLinks(row: ActionRow, shared: SharedLinks, deps: InteractDeps): Promise<void> {
  const end = (outcome: string) => {
    deps.onResult({ verb: 'unfurl', outcome });
    return closeDone(row, outcome, deps);
  };
  const permission = await deps.permits({ verb: 'why', user: shared.user, amount: null });
  if (permission.kind !== 'allowed') return end(permission.reason.code);
  const links = shared.urls.flatMap((url) => readStripeLink(url) ?? []).slice(0, mostPreviews);
  const composing = shared.source === 'composer';
  const readers = composing ? { channel: null, minimal: true } : await deps.readersOf(shared.channel);
  const unfurls: Record<string, JsonObject> = {};
  const noted: string[] = [];
  for (const link of links) {
    const subject = await subjectOf(link, deps);
    if (subject === null) continue;
    // What is only composed stands nowhere yet.
    if (!composing && !(await note(shared.channel, link.id, deps))) continue;
    if (!composing) noted.push(link.id);
    unfurls[link.url] = { blocks: deps.preview(await deps.contentOf(subject), readers) };
  }
  if (Object.keys(unfurls).length === 0) return end('nothing_to_show');
  const { unfurlId, source, channel, messageTs } = shared;
  const where = unfurlId === '' ? { channel, ts: messageTs } : { unfurl_id: unfurlId, source };
  const shown = await deps.surface.unfurl(where, unfurls);
  if (shown.kind !== 'shown') {
    for (const object of noted) await deps.store.forgetUnfurl({ channel, object });
  }
  return end(shown.kind === 'shown' ? 'shown' : shown.reason.code);
}

function note(channel: string, object: string, { store, clock }: InteractDeps): Promise<boolean> {
  const now = clock.now();
  return store.noteUnfurl({ channel, object, now, until: now + quietForMs });
}

/** The subject behind a link, of the link's own mode, and of its account where it names one that we know to be another. */
async function subjectOf(link: StripeLink, deps: InteractDeps): Promise<Subject | null> {
  for (const account of deps.accounts()) {
    const [subject] = await deps.store.findSubjects({ account, livemode: link.livemode, keys: [link.id] });
    if (subject === undefined) continue;
    const connected = deps.objectsOf(subject).map(({ connect }) => connect);
    const own = connected.every((connect) => connect === null);
    if (link.account === null || own || connected.includes(link.account)) return subject;
  }
  return null;
}
