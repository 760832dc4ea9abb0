import { knownPaths } from '../config/card-paths.ts';
import type { Config } from '../config/config.ts';
import type { CardPaths, CardPreview, DraftFault } from '../console/contract-rules.ts';
import { TillbellError } from '../domain/errors.ts';
import { isObject, type JsonValue } from '../domain/json.ts';
import { type Subject, type SubjectKind, subjectKinds } from '../domain/subject.ts';
import { describe } from '../interpret/interpret.ts';
import { renderCard } from '../render/card.ts';
import { cardScope } from '../render/field-scope.ts';
import { compileCardFields } from '../render/fields.ts';
import { redactCard } from '../render/redact.ts';
import { contentOf } from './compose-message.ts';
import { meaningOf, type PlaygroundDeps, storedEvent } from './playground.ts';
import { drafted } from './rules.ts';
import { viewOfChannel } from './show-subject.ts';

/** Deeper than this nobody looks for a field. */
const deepest = 4;
const mostPaths = 600;

/** What templates of a kind of card may name; with an event, what there is for it, each with a value that is nobody's secret. */
export async function cardPaths(kind: string, seq: number | null, deps: PlaygroundDeps): Promise<CardPaths> {
  const found = subjectKinds.find((one) => one === kind);
  if (found === undefined) {
    throw new TillbellError('not_found', `there is no kind of card "${kind.slice(0, 40)}"`, {
      hint: subjectKinds.join(', '),
    });
  }
  if (seq === null) return { paths: knownPaths(found).map(({ path, type }) => ({ path, type, example: null })) };
  const subject = await subjectOf(seq, deps);
  const context = await deps.contextOf(subject);
  const content = describe(subject.kind, subject.state, context);
  const scope = cardScope(content, subject.state, context, deps.config().cards[subject.kind]?.lookups ?? {});
  const paths: CardPaths['paths'][number][] = [];
  collect(scope as JsonValue, '', 0, paths);
  return { paths };
}

async function subjectOf(seq: number, deps: PlaygroundDeps): Promise<Subject> {
  const { subject } = await meaningOf(await storedEvent(seq, deps.store), deps);
  if (subject !== null) return subject;
  throw new TillbellError('not_found', 'this event is about nothing that has a card');
}

function collect(value: JsonValue | undefined, path: string, depth: number, into: CardPaths['paths'][number][]): void {
  if (into.length >= mostPaths || value === null || value === undefined) return;
  if (Array.isArray(value)) {
    if (depth < deepest) collect(value[0], `${path}[0]`, depth + 1, into);
    return;
  }
  if (isObject(value)) {
    if (depth >= deepest) return;
    for (const [key, inner] of Object.entries(value)) {
      const step = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? (path === '' ? key : `.${key}`) : `["${key}"]`;
      collect(inner, `${path}${step}`, depth + 1, into);
    }
    return;
  }
  into.push({ path, type: typeOf(path, value), example: exampleOf(value) });
}

function typeOf(path: string, value: string | number | boolean): string {
  if (typeof value !== 'number') return typeof value;
  if (/(?:^|[._])amount|_amount|\bfee$|\bnet$|\btotal$|\bsubtotal$/.test(path)) return 'money';
  return value > 1_000_000_000 && value < 4_000_000_000 ? 'time' : 'number';
}

/** Figures, ids and Stripe's own words; what could be anybody's name, address or text is not shown. */
function exampleOf(value: string | number | boolean): string | null {
  if (typeof value !== 'string') return String(value);
  return /^(?:[a-z]{2,12}_[A-Za-z0-9_]{1,80}|[a-z]+(?:_[a-z]+)*|\d{4}-\d{2}-\d{2}(?:\.[a-z]+)?)$/.test(value) &&
    value.length <= 80
    ? value
    : null;
}

/** One card with a draft of its configuration, as a channel would see it. */
export async function previewCard(
  request: { readonly seq: number; readonly channel: string; readonly card: string | null },
  deps: PlaygroundDeps,
): Promise<CardPreview> {
  const today = deps.config();
  if (today.channels[request.channel] === undefined) {
    throw new TillbellError('not_found', `there is no channel "${request.channel.slice(0, 60)}"`);
  }
  const subject = await subjectOf(request.seq, deps);
  const made = request.card === null ? { config: today, faults: [] } : withCard(today, subject.kind, request.card);
  if (made.config === null) return { message: null, faults: made.faults };
  const { config } = made;
  const fields = compileCardFields(config.cards, () => undefined, config.routes);
  const shown = { clock: deps.clock, config: () => config, fields: () => fields, contextOf: deps.contextOf };
  const view = viewOfChannel(request.channel, shown);
  const content = await contentOf(subject, shown);
  return { message: renderCard(redactCard(content, view), view, []), faults: made.faults };
}

const inset = 4;

/** The card's YAML as a section of its own; faults stand where the card's own text has them. */
function withCard(
  config: Config,
  kind: SubjectKind,
  card: string,
): { config: Config | null; faults: readonly DraftFault[] } {
  const others = Object.entries(config.cards).filter(([one]) => one !== kind);
  const inside = card
    .split('\n')
    .map((line) => `${' '.repeat(inset)}${line}`)
    .join('\n');
  const { config: made, faults } = drafted(config, `cards:\n  ${kind}:\n${inside}`);
  return {
    config: made === null ? null : { ...made, cards: { ...Object.fromEntries(others), ...made.cards } },
    faults: faults.map((fault) => ({
      ...fault,
      line: fault.line === null || fault.line <= 2 ? null : fault.line - 2,
      column: fault.column === null ? null : Math.max(1, fault.column - inset),
    })),
  };
}
