import type { Fact } from '../../domain/card.ts';
import { isObject, type JsonObject, listAt, numberAt, textAt } from '../../domain/json.ts';
import { nothing, type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Snapshot } from '../../domain/subject.ts';
import { overPhrase, sumsPhrase } from '../families/incident.ts';
import type { Context, Describe } from '../family.ts';
import { dateValue, joined, numberValue } from '../naming/value.ts';
import { codeTerm, idTerm } from '../words/code-words.ts';
import { describeAnomaly } from './anomaly.ts';
import { cardOf, fact } from './card.ts';

/** A money incident: what fails, since when, how much money, which customers and invoices; and, once over, what came back. */
export function describeIncident(snapshot: Snapshot, state: Parameters<Describe>[0], context: Context) {
  const anomaly = describeAnomaly(snapshot, state, context);
  if (anomaly !== null) return anomaly;
  const { object } = snapshot;
  const kind = textAt(object, 'kind') ?? '';
  const over = textAt(object, 'state') === 'closed';
  const { name, advice, severity } = kinds[kind] ?? unknown;
  const failed = numberValue(numberAt(object, 'failed') ?? 0);
  const lost = sumsPhrase(object, 'lost');
  const sums = lost.length === 0 ? nothing : say` · ${lost}`;
  return cardOf(state, context, {
    kind: 'other',
    code: `incident.${kind}.${over ? 'closed' : 'open'}`,
    tone: over ? 'neutral' : 'bad',
    severity: over ? 'normal' : severity,
    headline: over ? say`${name} is over · ${failed}${sums}` : say`${name} · ${failed}${sums}`,
    facts: factsOf(object),
    notes: over ? [overPhrase(object)] : [advice, folded],
    linkId: null,
  });
}

const folded = say`What belongs to it is told here, not by cards of its own.`;

const unknown = { name: say`Money incident`, advice: nothing, severity: 'high' as const };
const kinds: Readonly<Record<string, { name: Phrase; advice: Phrase; severity: 'high' | 'critical' }>> = {
  decline_spike: {
    name: say`Many payments are declined`,
    advice: say`Look whether a checkout, a bank or Stripe has a problem: status.stripe.com.`,
    severity: 'high',
  },
  card_testing: {
    name: say`Somebody tests cards`,
    advice: say`Stolen cards are tried out with small amounts. Put a captcha or a limit before the checkout, and refund what went through.`,
    severity: 'critical',
  },
  payout_failure: {
    name: say`Payouts fail`,
    advice: say`Correct the bank account in Stripe; the money waits in the balance.`,
    severity: 'critical',
  },
  account_restriction: {
    name: say`Accounts are restricted`,
    advice: say`Give Stripe what it asks for; until then they cannot take payments or payouts.`,
    severity: 'critical',
  },
};

function factsOf(object: JsonObject): Fact[] {
  const usual = numberAt(object, 'usual');
  const threshold = numberAt(object, 'threshold');
  const [failed, tries] = [numberAt(object, 'failed') ?? 0, numberAt(object, 'tries') ?? 0];
  const cards = numberAt(object, 'cards');
  return [
    ...fact('Since', dateValue(numberAt(object, 'since'), 'time')),
    ...fact('Over at', dateValue(numberAt(object, 'closed_at'), 'time')),
    ...fact('Tries', tries > failed ? numberValue(tries) : null),
    ...fact('Cards', cards === null || cards === 0 ? null : numberValue(cards)),
    ...fact(
      'Usual in this hour',
      usual === null ? null : say`${numberValue(usual)}; an alarm from ${numberValue(threshold ?? 0)} on`,
    ),
    ...fact('Recovered', numberValue(numberAt(object, 'recovered') ?? 0)),
    ...fact('Why', codesOf(object)),
    ...fact('Customers', idsOf(object, 'customers')),
    ...fact('Invoices', idsOf(object, 'invoices')),
  ];
}

function codesOf(object: JsonObject): Phrase {
  const codes = listAt(object, 'codes').filter(isObject).slice(0, 3);
  return joined(
    codes.map((one) => say`${codeTerm(textAt(one, 'code'))} ${numberValue(numberAt(one, 'count') ?? 0, '×')}`),
    say`, `,
  );
}

/** The first ids, and how many more there are. */
function idsOf(object: JsonObject, name: 'customers' | 'invoices'): Phrase {
  const ids = listAt(object, name).flatMap((id): Value[] => {
    const value = typeof id === 'string' ? idTerm(id) : null;
    return value === null ? [] : [value];
  });
  const shown = ids.slice(0, 5);
  const more = (numberAt(object, `${name}_count`) ?? ids.length) - shown.length;
  const list = joined(
    shown.map((value) => say`${value}`),
    say`, `,
  );
  return more > 0 && shown.length > 0 ? say`${list} and ${numberValue(more)} more` : list;
}
