import { nothing, type Phrase, say } from '../domain/phrase.ts';
import type { Subject } from '../domain/subject.ts';
import type { ActionRow } from '../store/action-store.ts';
import { closeDone, whisper } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { openDisputes } from './desk.ts';
import type { Command } from './interaction.ts';
import { because, counted, term } from './phrases.ts';
import { revenue } from './revenue.ts';
import { explainEvent } from './why.ts';

const mostFound = 10;

type Answer = (words: string, command: Command, deps: InteractDeps) => Promise<Phrase>;

const muteHow = say`Say what, and for how long: mute cus_123 for 24h, mute prod_123 for 7d, mute route disputes for 1h, or mute all for 4h. quiet 4h does the same for this channel.`;

const commands: Readonly<Record<string, Answer>> = {
  help,
  status,
  revenue: (words, _command, deps) => revenue(words, deps),
  find,
  disputes,
  why,
  test,
  // Somebody who only wants to see how must not silence a channel.
  mute: async (words, command, deps) => (words === '' ? muteHow : mute(words, command, deps)),
  unmute,
  quiet: mute,
  subscribe: (words, command, deps) => subscription('subscribe', words, command, deps),
  unsubscribe: (words, command, deps) => subscription('unsubscribe', words, command, deps),
};

/** `/tillbell …`: answered to the person alone, through the response_url, or in the channel where that is past (F85). */
export async function performCommand(row: ActionRow, command: Command, deps: InteractDeps): Promise<void> {
  // Whoever may see the answer is whoever Slack knows here; nothing is changed but silences.
  const permission = await deps.permits({ verb: 'why', user: command.user, amount: null });
  const [name = '', ...rest] = command.text.trim().split(/\s+/);
  const answer = Object.hasOwn(commands, name.toLowerCase()) ? commands[name.toLowerCase()] : help;
  const phrase =
    permission.kind === 'allowed'
      ? await (answer ?? help)(rest.join(' '), command, deps)
      : say`Nothing was done: ${because(permission.reason)}.`;
  const text = deps.words(phrase, deps.channelOf(command.channel)?.name ?? null);
  const shown = await deps.surface.respond(command.responseUrl, text);
  if (shown.kind !== 'shown') await whisper({ slackChannel: command.channel, user: command.user }, phrase, deps);
  deps.onResult({ verb: `command_${name === '' ? 'help' : name.slice(0, 20)}`, outcome: 'answered' });
  await closeDone(row, 'answered', deps);
}

async function help(_words: string, _command: Command, deps: InteractDeps): Promise<Phrase> {
  const silences: Phrase =
    deps.silencer === null
      ? nothing
      : say`\nmute cus_123, prod_123, route and its name, or all, for 24h; unmute; quiet 4h --digest 10m — silences`;
  return say`What I can tell you:
status — what waits, what is parked
revenue [today, week or month] — what came in, and what is left of it
find an id of Stripe's, such as pi_123 or cus_123, or an e-mail address
disputes — open ones, by due date
why evt_123 — who was told of an event, and why
test — a message in this channel
subscribe disputes, payouts; subscribe payments when amount >= money("1000.00 EUR"); unsubscribe — more for this channel${silences}`;
}

async function status(_words: string, _command: Command, deps: InteractDeps): Promise<Phrase> {
  const { events, deliveries, lanes } = await deps.store.counts();
  const count = (value: number): Phrase => say`${{ type: 'number', value }}`;
  const paused = lanes.filter((lane) => lane.paused !== null);
  return say`${counted(events.received, say`event`, say`events`)} to interpret · ${counted(deliveries.pending, say`message`, say`messages`)} pending · ${count(
    deliveries.parked,
  )} parked · ${count(deliveries.dead)} given up · ${counted(events.failed + events.quarantined, say`event`, say`events`)} aside · ${counted(
    paused.length,
    say`channel`,
    say`channels`,
  )} paused`;
}

async function find(words: string, _command: Command, deps: InteractDeps): Promise<Phrase> {
  if (words === '') return say`Say what: an id such as pi_123 or cus_123, or an e-mail address.`;
  const subjects = await found(words, deps);
  if (subjects.length === 0) return say`Nothing is known here of that.`;
  return listOf(subjects.slice(0, mostFound), deps);
}

async function found(words: string, deps: InteractDeps): Promise<Subject[]> {
  const customers = words.includes('@') ? await customersOf(words, deps) : words.startsWith('cus_') ? [words] : [];
  const byId: Subject[] = [];
  if (/^[A-Za-z0-9_]{4,255}$/.test(words)) {
    for (const account of deps.accounts()) {
      for (const livemode of [true, false]) {
        byId.push(...(await deps.store.findSubjects({ account, livemode, keys: [words] })));
      }
    }
  }
  const ids = await Promise.all(customers.map((customer) => deps.store.listSubjects({ customer, limit: mostFound })));
  const theirs = await Promise.all(ids.flat().map((id) => deps.store.getSubject(id)));
  const all = [...byId, ...theirs.filter((subject) => subject !== null)];
  return [...new Map(all.map((subject) => [subject.id, subject])).values()];
}

/** E-mail addresses are sealed in the store, so Stripe is asked whose it is. */
async function customersOf(email: string, deps: InteractDeps): Promise<string[]> {
  const ids = await Promise.all(
    deps.accounts().map(async (account) => (await deps.writerOf(account)?.customersByEmail(email)) ?? []),
  );
  return ids.flat();
}

async function disputes(_words: string, _command: Command, deps: InteractDeps): Promise<Phrase> {
  const open = await openDisputes(deps);
  return open.length === 0 ? say`No dispute waits for an answer.` : lines(open.map((one) => one.line));
}

async function why(words: string, _command: Command, deps: InteractDeps): Promise<Phrase> {
  return /^\S{1,255}$/.test(words) ? explainEvent(words, deps) : say`Say which event: why evt_…`;
}

async function test(_words: string, command: Command, deps: InteractDeps): Promise<Phrase> {
  const channel = deps.channelOf(command.channel);
  if (channel === null) return say`This channel is not in the configuration, so nothing is posted here.`;
  await deps.store.enqueueNotice({
    channel: channel.name,
    lane: channel.lane,
    code: 'test',
    text: 'This is the test you asked for: Tillbell can post here.',
    now: deps.clock.now(),
    severity: 'normal',
  });
  return say`A test is on its way to this channel.`;
}

async function mute(words: string, command: Command, deps: InteractDeps): Promise<Phrase> {
  if (deps.silencer === null) return say`Silences are not configured here.`;
  const channel = deps.channelOf(command.channel)?.name ?? null;
  return deps.silencer.mute({ by: command.user, subject: null, what: words, channel });
}

async function unmute(words: string, command: Command, deps: InteractDeps): Promise<Phrase> {
  if (deps.silencer === null) return say`Silences are not configured here.`;
  const channel = deps.channelOf(command.channel)?.name ?? null;
  return deps.silencer.unmute({ by: command.user, what: words, channel });
}

/** A channel's own routes. To list them needs no permission. */
async function subscription(
  step: 'subscribe' | 'unsubscribe',
  words: string,
  command: Command,
  deps: InteractDeps,
): Promise<Phrase> {
  const channel = deps.channelOf(command.channel)?.name ?? null;
  if (channel === null) return say`This channel is not in the configuration, so nothing is shown here.`;
  const lists = step === 'unsubscribe' && words.trim() === '';
  const permission = lists ? null : await deps.permits({ verb: 'change_routes', user: command.user, amount: null });
  if (permission !== null && permission.kind !== 'allowed')
    return say`Nothing was done: ${because(permission.reason)}.`;
  return deps.subscriber[step]({ by: command.user, channel, words });
}

async function listOf(subjects: readonly Subject[], deps: InteractDeps): Promise<Phrase> {
  const cards = await Promise.all(subjects.map((subject) => deps.contentOf(subject)));
  return lines(
    cards.map((card) => {
      const who = card.who.length === 0 ? nothing : say` · ${card.who}`;
      const [link] = card.links;
      const open = link === undefined ? nothing : say` · ${{ type: 'link', url: link.url, label: link.label }}`;
      return say`• ${card.headline}${who} · ${term(card.account)}${card.livemode ? nothing : say` (test)`}${open}`;
    }),
  );
}

function lines(all: readonly Phrase[]): Phrase {
  return all.reduce((text, line) => (text.length === 0 ? line : say`${text}\n${line}`), nothing);
}
