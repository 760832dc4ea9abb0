import { at, type JsonObject, listAt, numberAt, textAt } from '../domain/json.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { Severity, Tone } from '../domain/severity.ts';
import { dateValue, numberValue } from './naming/value.ts';
import { codeTerm } from './words/code-words.ts';

export interface AccountNews {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly opensCard: boolean;
  readonly phrase: Phrase;
}

function news(code: string, phrase: Phrase, parts: Partial<Omit<AccountNews, 'code' | 'phrase'>> = {}): AccountNews {
  return { code, phrase, tone: 'neutral', severity: 'normal', opensCard: true, ...parts };
}

const alarm = { tone: 'bad', severity: 'critical' } as const;

/** What an event about an account says; null for what is no news. `type` without `v1.`. */
export function accountNews(type: string, object: JsonObject, previous: JsonObject | null): AccountNews | null {
  switch (type) {
    case 'account.updated':
      return previous === null ? accountAsFetched(object) : accountUpdated(object, previous);
    case 'account.application.authorized':
      return news('account.app_authorized', say`An app was given access to the account`);
    case 'account.application.deauthorized':
      return news('account.app_deauthorized', say`An app lost its access to the account`, {
        tone: 'warning',
        severity: 'high',
      });
    case 'account.external_account.created':
      // Whoever takes over an account first adds a bank account of their own.
      return news('account.bank_added', say`A bank account or card for payouts was added`, {
        tone: 'warning',
        severity: 'high',
      });
    case 'account.external_account.deleted':
      return news('account.bank_removed', say`A bank account or card for payouts was removed`, {
        tone: 'warning',
        severity: 'high',
      });
    case 'account.external_account.updated':
      return bankUpdated(object, previous ?? {});
    case 'capability.updated':
      return capabilityUpdated(object, previous ?? {});
    case 'person.created':
      return news('account.person_added', say`A person was added to the account`, {
        severity: 'low',
        opensCard: false,
      });
    case 'person.deleted':
      return news('account.person_removed', say`A person was removed from the account`, {
        severity: 'low',
        opensCard: false,
      });
    case 'person.updated':
      return personUpdated(object, previous ?? {});
    default:
      return null;
  }
}

function accountUpdated(object: JsonObject, previous: JsonObject): AccountNews | null {
  const lost = switched(object, previous, true);
  const regained = switched(object, previous, false);
  const why = codeTerm(textAt(object, 'requirements.disabled_reason')?.replace(/^requirements\./, '') ?? null);
  const because = why === null ? [] : say`: ${why}`;
  if (lost.length > 0) return news('account.disabled', say`${lost} disabled${because}`, alarm);
  const overdue = listAt(object, 'requirements.past_due').length;
  if (overdue > 0 && changed(previous, 'requirements.past_due')) {
    return news(
      'account.requirements_past_due',
      say`Overdue: ${items(overdue)} that Stripe asked for${because}`,
      alarm,
    );
  }
  const reason = at(object, 'requirements.disabled_reason');
  if (typeof reason === 'string' && changed(previous, 'requirements.disabled_reason')) {
    return news('account.restricted', say`Account restricted${because}`, alarm);
  }
  if (regained.length > 0) return news('account.enabled', say`${regained} enabled`, { tone: 'good' });
  const due = listAt(object, 'requirements.currently_due').length;
  if (due > 0 && changed(previous, 'requirements.currently_due')) {
    const by = dateValue(numberAt(object, 'requirements.current_deadline'), 'left');
    const until = by === null ? [] : say` by ${by}`;
    return news('account.requirements_due', say`Stripe asks for ${items(due)}${until}`, {
      tone: 'warning',
      severity: by === null ? 'normal' : 'high',
    });
  }
  return null;
}

/** Without `previous_attributes` only an account that was ready once and cannot take payments is worth an alarm. */
function accountAsFetched(object: JsonObject): AccountNews | null {
  if (object['charges_enabled'] !== false || object['details_submitted'] !== true) return null;
  return news('account.disabled', say`The account cannot take payments`, alarm);
}

/** "Payments and payouts": what was switched off (`was` true) or on by this event. */
function switched(object: JsonObject, previous: JsonObject, was: boolean): Phrase {
  const has = (key: string): boolean => previous[key] === was && object[key] === !was;
  if (has('charges_enabled') && has('payouts_enabled')) return say`Payments and payouts`;
  if (has('charges_enabled')) return say`Payments`;
  return has('payouts_enabled') ? say`Payouts` : [];
}

function changed(previous: JsonObject, path: string): boolean {
  return at(previous, path) !== undefined;
}

function items(count: number): Phrase {
  return count === 1 ? say`one detail` : say`${numberValue(count)} details`;
}

function bankUpdated(object: JsonObject, previous: JsonObject): AccountNews | null {
  const status = textAt(object, 'status');
  if (previous['status'] === undefined || previous['status'] === status) return null;
  if (status !== 'errored' && status !== 'verification_failed') return null;
  return news('account.bank_errored', say`The bank account for payouts stopped working: no payout reaches it`, alarm);
}

function capabilityUpdated(object: JsonObject, previous: JsonObject): AccountNews | null {
  const status = textAt(object, 'status');
  const before = previous['status'];
  const name = codeTerm(textAt(object, 'id'));
  if (before === undefined || before === status || name === null) return null;
  const why = codeTerm(textAt(object, 'requirements.disabled_reason')?.replace(/^requirements\./, '') ?? null);
  const because = why === null ? [] : say`: ${why}`;
  if (before === 'active') {
    return news('account.capability_lost', say`Can no longer use ${name}${because}`, alarm);
  }
  if (status === 'active') return news('account.capability_active', say`Can now use ${name}`, { tone: 'good' });
  if (status !== 'inactive' && status !== 'disabled' && status !== 'unrequested') return null;
  return news('account.capability_inactive', say`Cannot use ${name}${because}`, { tone: 'warning' });
}

function personUpdated(object: JsonObject, previous: JsonObject): AccountNews | null {
  const [before, now] = [at(previous, 'verification.status'), textAt(object, 'verification.status')];
  if (before === undefined || before === now || now !== 'unverified') return null;
  const phrase = say`A person of the account could not be verified`;
  return news('account.person_unverified', phrase, { tone: 'warning', severity: 'high' });
}
