import type { Fact } from '../../domain/card.ts';
import { type JsonObject, listAt, numberAt, textAt } from '../../domain/json.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import type { Change } from '../../domain/subject.ts';
import type { Describe } from '../family.ts';
import { dateValue, numberValue } from '../naming/value.ts';
import { codeTerm, idTerm } from '../words/code-words.ts';
import { cardOf, fact, latestChange, snapshotOfType } from './card.ts';

/** The card of an account, one's own or a connected one: can it take payments, is it paid out, what does Stripe ask for. */
export const describeAccount: Describe = (state, context) => {
  const account = snapshotOfType(state, 'account')?.object ?? null;
  const change = latestChange(state);
  const connected = context.connectAccount !== null;
  const standing = account === null ? partStanding(change, connected) : standingOf(account, connected);
  const id = (account === null ? null : textAt(account, 'id')) ?? context.connectAccount;
  return cardOf(state, context, {
    kind: 'other',
    code: `account.${standing.code}`,
    tone: standing.tone,
    severity: standing.severity,
    headline: standing.words,
    who: account === null ? [] : whoOf(account),
    facts: account === null ? fact('Account', idTerm(id)) : factsOf(account, id),
    notes: account === null ? [] : [change?.phrase ?? []],
    // The dashboard of a connected account is reached through the platform's own.
    linkId: id,
  });
};

interface Standing {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly words: Phrase;
}

/** Where only a part of the account is known (a capability, a person): what happened to it last. */
function partStanding(change: Change | null, connected: boolean): Standing {
  const severity = change?.severity ?? 'normal';
  const tone = severity === 'critical' ? 'bad' : severity === 'high' ? 'warning' : 'neutral';
  const news = change === null ? say` changed` : say` · ${change.phrase}`;
  return { code: 'part_changed', tone, severity, words: say`${nameOf(connected)}${news}` };
}

function nameOf(connected: boolean): Phrase {
  return connected ? say`Connected account` : say`Stripe account`;
}

function standingOf(account: JsonObject, connected: boolean): Standing {
  const name = nameOf(connected);
  const of = (code: string, tone: Tone, severity: Severity, rest: Phrase): Standing => ({
    code,
    tone,
    severity,
    words: say`${name}${rest}`,
  });
  const [charges, payouts] = [account['charges_enabled'], account['payouts_enabled']];
  const fresh = account['details_submitted'] === false && listAt(account, 'requirements.past_due').length === 0;
  if (charges === false && payouts === false) {
    return fresh && textAt(account, 'requirements.disabled_reason') === null
      ? of('new', 'neutral', 'normal', say` not set up yet`)
      : of('disabled', 'bad', 'critical', say`: payments and payouts disabled`);
  }
  if (charges === false) return of('charges_disabled', 'bad', 'critical', say`: payments disabled`);
  if (payouts === false) return of('payouts_disabled', 'bad', 'critical', say`: payouts disabled`);
  if (listAt(account, 'requirements.past_due').length > 0) {
    return of('requirements_past_due', 'bad', 'critical', say`: details overdue`);
  }
  if (listAt(account, 'requirements.currently_due').length > 0) {
    return of('requirements_due', 'warning', 'normal', say`: Stripe asks for details`);
  }
  return charges === true
    ? of('enabled', 'good', 'normal', say` in good order`)
    : of('changed', 'neutral', 'normal', say` changed`);
}

function whoOf(account: JsonObject): Phrase {
  const name = textAt(account, 'business_profile.name') ?? textAt(account, 'settings.dashboard.display_name');
  const value: Value | null = name === null ? null : { type: 'name', text: name };
  const email = textAt(account, 'email');
  const address: Value | null = email === null ? null : { type: 'email', text: email };
  return value !== null && address !== null ? say`${value} · ${address}` : say`${value}${address}`;
}

function factsOf(account: JsonObject, id: string | null): Fact[] {
  const reason = textAt(account, 'requirements.disabled_reason')?.replace(/^requirements\./, '') ?? null;
  const asked = [...listAt(account, 'requirements.past_due'), ...listAt(account, 'requirements.currently_due')];
  return [
    ...fact('Account', idTerm(id)),
    ...fact('Payments', onOff(account['charges_enabled'])),
    ...fact('Payouts', onOff(account['payouts_enabled'])),
    ...fact('Reason', codeTerm(reason)),
    ...fact('Overdue', count(listAt(account, 'requirements.past_due').length)),
    ...fact('Asked for', count(new Set(asked.filter((one) => typeof one === 'string')).size)),
    ...fact('Due by', dateValue(numberAt(account, 'requirements.current_deadline'), 'left')),
    ...fact('Country', codeTerm(textAt(account, 'country'))),
  ];
}

function onOff(value: unknown): Phrase {
  return value === true ? say`enabled` : value === false ? say`disabled` : [];
}

function count(details: number): Phrase {
  if (details === 0) return [];
  return details === 1 ? say`one detail` : say`${numberValue(details)} details`;
}
