import type { ChannelConfig, Config } from '../config/config.ts';
import type { Composed } from '../deliver/compose.ts';
import type { CardAction } from '../domain/action.ts';
import { actionNotes, withoutActions } from '../domain/action-notes.ts';
import type { CardContent, Fact } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import type { Block, SlackMessage } from '../domain/message.ts';
import type { Subject } from '../domain/subject.ts';
import { invoiceOfPayment, invoiceOfStart } from '../interpret/expects-join.ts';
import type { Context } from '../interpret/family.ts';
import { describe } from '../interpret/interpret.ts';
import { renderCard } from '../render/card.ts';
import { type ChartText, chartText } from '../render/chart-text.ts';
import { renderDigest } from '../render/digest.ts';
import type { CompiledFields } from '../render/fields.ts';
import { contentHash } from '../render/message-hash.ts';
import { renderNotice, renderProposal } from '../render/notice.ts';
import { redactCard, redactPhrase } from '../render/redact.ts';
import { renderReply } from '../render/reply.ts';
import { simplify } from '../render/simplify.ts';
import type { ChannelView } from '../render/view.ts';
import type { Delivery, DigestContents, Store } from '../store/store.ts';
import type { ChartForm } from './chart-blocks.ts';
import { composeSummary } from './summary-posts.ts';

export interface ComposeDeps {
  readonly store: Pick<
    Store,
    'getSubject' | 'cardsOf' | 'findSubjects' | 'findInvoices' | 'getSummary' | 'ledgerScopes'
  >;
  readonly clock: Clock;
  /** Asked at each message, so that a reloaded configuration holds at once. */
  readonly config: () => Pick<Config, 'channels' | 'publicUrl'>;
  readonly fields: () => CompiledFields;
  /** Names that the subject itself lacks: customer, products, subscription; from the store only, never waiting for Stripe. */
  readonly contextOf: (subject: Subject) => Promise<Context>;
  readonly canUpdate: boolean;
  /** Mapped fields of `sync:` as both sides agree on them. */
  readonly factsOf?: (subject: Subject) => Promise<readonly Fact[]>;
  /** The buttons of a card; null where nobody could hear a click. */
  readonly actionsOf: ((subject: Subject, card: CardContent) => readonly CardAction[]) | null;
  /** A card's chart in the form for this try. */
  readonly chartOf: (chart: ChartText, degraded: number) => Promise<ChartForm>;
}

// A reply whose card is still on its way looks again after this long.
const cardWaitMs = 250;
// Stripe reports an invoice and its payment within seconds; a retried delivery may lag by hours.
const invoiceWithinMs = 24 * 3_600_000;

/** Renders a delivery at send time, from what is true then. */
export function composeMessage(
  deps: ComposeDeps,
): (delivery: Delivery, digest: DigestContents | null) => Promise<Composed> {
  return async (delivery, digest) => {
    const channel = deps.config().channels[delivery.channel];
    if (channel === undefined) {
      return {
        skip: {
          code: 'channel_unconfigured',
          text: `the channel "${delivery.channel}" is no longer in the configuration`,
        },
      };
    }
    const view = viewOf(channel, delivery, deps);
    const finished = (message: SlackMessage, place: Place = {}): Composed => {
      const simpler = place.simpler ?? 1;
      const form = delivery.degraded < simpler ? message : simplify(message);
      return {
        message: form,
        simpler,
        contentHash: contentHash(form),
        threadTs: place.threadTs ?? null,
        broadcast: place.broadcast ?? false,
        cardTs: place.cardTs ?? null,
      };
    };
    switch (delivery.op) {
      case 'notice':
        return finished(noticeOf(delivery, view));
      case 'digest':
        return digest === null
          ? gone('the digest has no contents')
          : finished(await renderedDigest(delivery, digest, view, deps));
      case 'reply':
        return reply(delivery, view, deps, finished);
      case 'card':
        return card(delivery, view, deps, finished);
      case 'summary':
        return composeSummary(delivery, view, deps);
      case 'retract':
        return gone('a retraction has no message');
    }
  };
}

function noticeOf(delivery: Delivery, view: ChannelView): SlackMessage {
  const note = delivery.note ?? '';
  const week = /^proposal:(.+)$/.exec(delivery.changeKey ?? '')?.[1];
  return week === undefined ? renderNotice(note, view) : renderProposal(note, week, view);
}

interface Place {
  readonly threadTs?: string | null;
  readonly broadcast?: boolean;
  readonly cardTs?: string | null;
  readonly simpler?: number;
}

type Finish = (message: SlackMessage, place?: Place) => Composed;

const toldByInvoice: Composed = {
  skip: { code: 'told_by_invoice', text: 'the card of the invoice that it pays tells this payment' },
};

const cardFolded: Composed = {
  skip: { code: 'card_folded', text: 'its card was told in a digest and has no thread of its own' },
};

function gone(text: string): Composed {
  return { skip: { code: 'nothing_to_say', text } };
}

function viewOf(channel: ChannelConfig, delivery: Delivery, deps: ComposeDeps): ChannelView {
  return {
    privacy: channel.privacy,
    // A note is shown where it was written, whatever else the channel may not see.
    allow: [...channel.allow, `note.${channel.name}`],
    interactive: deps.actionsOf !== null,
    locale: channel.locale,
    timezone: channel.timezone,
    now: Math.floor(deps.clock.now() / 1000),
    consoleUrl: deps.config().publicUrl,
    mention: delivery.mention,
    severity: delivery.severity,
    linkHosts: deps.fields().linkHosts,
  };
}

async function card(delivery: Delivery, view: ChannelView, deps: ComposeDeps, finished: Finish): Promise<Composed> {
  const subject = await subjectOf(delivery, deps);
  if (subject === null) return gone('its subject is past its retention');
  const stands = await standingCard(subject.id, delivery.channel, deps);
  if (stands === undefined && (await startIsTold(subject, delivery.channel, deps))) {
    return {
      skip: { code: 'told_by_payment', text: 'the card of its first payment tells the start of this subscription' },
    };
  }
  if (stands === undefined && (await invoiceTells(subject, delivery.channel, deps))) {
    return toldByInvoice;
  }
  const cardTs = deps.canUpdate ? (stands?.ts ?? null) : null;
  if (!deps.canUpdate && stands !== undefined) {
    return gone('an incoming webhook cannot change what was posted; the thread’s news were held or told apart');
  }
  // A card keeps the fields of the route that opened it, whichever route its later news come by.
  const content = await contentOf(subject, deps, stands?.route ?? delivery.route);
  const drawn =
    content.chart === undefined ? null : await deps.chartOf(chartText(content.chart, view), delivery.degraded);
  if (drawn?.kind === 'processing') return { wait: drawn.reason, afterMs: drawn.afterMs };
  const shown = { ...view, mention: cardTs === null ? view.mention : null };
  const composed = finished(renderedCard(subject, content, shown, deps, drawn?.block), {
    cardTs,
    ...(drawn === null ? {} : { simpler: drawn.simpler }),
  });
  if (
    cardTs !== null &&
    firstTry(delivery) &&
    'contentHash' in composed &&
    composed.contentHash === stands?.contentHash
  ) {
    return { skip: { code: 'unchanged', text: 'the card already says this' } };
  }
  return composed;
}

/** An earlier try may have left anything in Slack; only a first one may be skipped as unchanged. */
function firstTry(delivery: Delivery): boolean {
  return delivery.attempts <= 1 && delivery.state !== 'ambiguous';
}

/** Without an API key a payment is joined to its invoice only by a later event; until then the invoice's card tells both. */
async function invoiceTells(subject: Subject, channel: string, deps: ComposeDeps): Promise<boolean> {
  return shownIn(channel, await invoicesOf(subject, deps), deps);
}

/** In whose thread the news of such a payment belongs; null where no invoice's card stands. */
async function invoiceCardTs(subject: Subject, channel: string, deps: ComposeDeps): Promise<string | null> {
  for (const invoice of await invoicesOf(subject, deps)) {
    const stands = await standingCard(invoice, channel, deps);
    if (stands?.ts != null && stands.state !== 'gone') return stands.ts;
  }
  return null;
}

async function invoicesOf(subject: Subject, deps: ComposeDeps): Promise<readonly string[]> {
  const sought = subject.kind === 'payment' ? invoiceOfPayment(subject.state) : null;
  if (sought === null) return [];
  const { account, livemode } = subject;
  const since = deps.clock.now() - invoiceWithinMs;
  return deps.store.findInvoices({ account, livemode, ...sought, since });
}

async function shownIn(channel: string, subjects: readonly string[], deps: ComposeDeps): Promise<boolean> {
  const cards = (await Promise.all(subjects.map((id) => deps.store.cardsOf(id)))).flat();
  return cards.some((one) => one.channel === channel && one.state !== 'gone');
}

async function startIsTold(subject: Subject, channel: string, deps: ComposeDeps): Promise<boolean> {
  const invoice = subject.kind === 'subscription' ? invoiceOfStart(subject.state) : null;
  if (invoice === null) return false;
  const { account, livemode } = subject;
  const sales = await deps.store.findSubjects({ account, livemode, keys: [invoice] });
  return shownIn(
    channel,
    sales.map(({ id }) => id),
    deps,
  );
}

async function reply(delivery: Delivery, view: ChannelView, deps: ComposeDeps, finished: Finish): Promise<Composed> {
  const subject = await subjectOf(delivery, deps);
  const change = subject === null || delivery.changeKey === null ? undefined : subject.state.story[delivery.changeKey];
  if (subject === null || change === undefined) return gone('the change is no longer known');
  const message = renderReply(redactPhrase(change.phrase, view), { ...view, severity: change.severity });
  if (!deps.canUpdate) return finished(message);
  const stands = await standingCard(subject.id, delivery.channel, deps);
  if (stands?.ts == null) {
    const invoiceTs = await invoiceCardTs(subject, delivery.channel, deps);
    if (invoiceTs !== null && !change.key.startsWith('failed:')) return toldByInvoice;
    // Why the bank declined, the invoice does not know.
    if (invoiceTs !== null) return finished(message, { threadTs: invoiceTs, broadcast: change.broadcast });
    // A digest has no thread: its news stand in no channel by themselves, unless somebody must act on them.
    const inDigest =
      stands?.state === 'folded' || (stands === undefined && (await invoiceTells(subject, delivery.channel, deps)));
    if (inDigest && change.severity !== 'critical') return cardFolded;
    return stands?.state === 'gone' || delivery.attempts > 1
      ? finished(message)
      : { wait: { code: 'card_first', text: 'the card it belongs to is posted first' }, afterMs: cardWaitMs };
  }
  return finished(message, { threadTs: stands.ts, broadcast: change.broadcast });
}

async function renderedDigest(
  delivery: Delivery,
  digest: DigestContents,
  view: ChannelView,
  deps: ComposeDeps,
): Promise<SlackMessage> {
  const subjects = await Promise.all(digest.largestSubjects.map((id) => deps.store.getSubject(id)));
  const known = subjects.filter((subject) => subject !== null);
  // A digest of one is that one's card.
  const [only] = known;
  if (digest.count === 1 && only !== undefined)
    return renderedCard(only, await contentOf(only, deps, delivery.route), view, deps);
  const largest = await Promise.all(known.map(async (subject) => redactCard(await contentOf(subject, deps), view)));
  return renderDigest({ ...digest, largest, ...originOf(delivery) }, view);
}

/** A hold tells in one digest what came by whichever routes. */
function originOf(delivery: Delivery): { route: string | null; heldBy?: string } {
  if (delivery.foldClass?.startsWith('held:') !== true) return { route: delivery.route };
  return { route: null, heldBy: delivery.foldClass.startsWith('held:silence:') ? 'a silence' : 'quiet hours' };
}

function renderedCard(
  subject: Subject,
  content: CardContent,
  view: ChannelView,
  deps: ComposeDeps,
  chart: Block | null = null,
): SlackMessage {
  return renderCard(redactCard(content, view), view, deps.actionsOf?.(subject, content) ?? [], chart);
}

/** A subject's card by Stripe's news, with what people did about it as notes below. */
export async function contentOf(
  subject: Subject,
  deps: Pick<ComposeDeps, 'contextOf' | 'fields' | 'factsOf'>,
  route: string | null = null,
): Promise<CardContent> {
  const context = await deps.contextOf(subject);
  const content = describe(subject.kind, withoutActions(subject.state), context);
  const card = deps.fields().apply(content, subject, context, route);
  const synced = (await deps.factsOf?.(subject)) ?? [];
  return { ...card, facts: [...card.facts, ...synced], notes: [...card.notes, ...actionNotes(subject.state)] };
}

function subjectOf(delivery: Delivery, deps: ComposeDeps): Promise<Subject | null> {
  return delivery.subjectId === null ? Promise.resolve(null) : deps.store.getSubject(delivery.subjectId);
}

async function standingCard(subjectId: string, channel: string, deps: ComposeDeps) {
  const cards = await deps.store.cardsOf(subjectId);
  return cards.find((one) => one.channel === channel && one.state !== 'folded');
}
