import { describe, expect, test } from 'vitest';
import { testClock } from '../../test/clock.ts';
import type { Verb } from '../domain/action.ts';
import { compare, type Money } from '../domain/money.ts';
import type { SlackPerson } from '../domain/slack-surface.ts';
import { type Allowance, createPermission } from './permission.ts';

const here: SlackPerson = { id: 'U1', deactivated: false, bot: false, external: false };

function permission(
  given: {
    person?: Partial<SlackPerson> | null;
    allowance?: Partial<Allowance>;
    members?: readonly string[];
    down?: boolean;
  } = {},
) {
  const clock = testClock();
  const asked: string[] = [];
  const permits = createPermission({
    clock,
    surface: {
      person: async (id) => {
        asked.push(id);
        if (given.down === true) return { reason: { code: 'not_reachable', text: 'Slack could not be reached.' } };
        return { person: given.person === null ? null : { ...here, id, ...given.person } };
      },
      membersOf: async () => ({ members: given.members ?? [] }),
    },
    actions: () => ({ refund: { who: ['U1', 'S1'], upTo: '500.00 EUR', above: 'deny', ...given.allowance } }),
    compare: (a, b) => (a.currency === b.currency ? compare(a, b) : null),
  });
  const ask = async (user = 'U1', amount: Money | null = null, verb: Verb = 'refund') => {
    const answer = await permits({ verb, user, amount });
    return answer.kind === 'allowed' ? (answer.second ? 'second' : 'allowed') : answer.reason.code;
  };
  return { ask, clock, asked };
}

const euros = (minor: bigint): Money => ({ minor: `${minor}`, currency: 'eur' });

describe('F82 who may act', () => {
  test('a person who is named, or in a group that is named', async () => {
    expect(await permission().ask()).toBe('allowed');
    expect(await permission({ members: ['U2'] }).ask('U2')).toBe('allowed');
    expect(await permission({ members: ['U3'] }).ask('U2')).toBe('not_permitted');
  });

  test.each([
    ['a deactivated account', { deactivated: true }, 'user_deactivated'],
    ['a person of another organisation', { external: true }, 'user_external'],
    ['an app', { bot: true }, 'user_bot'],
    ['somebody Slack does not know', null, 'user_unknown'],
  ])('%s may not, though named', async (_name, person, code) => {
    expect(await permission({ person }).ask()).toBe(code);
  });

  test('what cannot be established is not allowed, and not remembered', async () => {
    const { ask, asked } = permission({ down: true });
    expect(await ask()).toBe('not_reachable');
    expect(await ask()).toBe('not_reachable');
    expect(asked).toHaveLength(2);
  });

  test('an action that the configuration does not list is nobody’s', async () => {
    expect(await permission().ask('U1', null, 'void_invoice')).toBe('action_not_configured');
  });

  test('the limit itself is within, a cent above it is not', async () => {
    expect(await permission().ask('U1', euros(50_000n))).toBe('allowed');
    expect(await permission().ask('U1', euros(50_001n))).toBe('above_limit');
    expect(await permission({ allowance: { above: 'two_people' } }).ask('U1', euros(50_001n))).toBe('second');
  });

  test('an amount that cannot be compared with the limit is above it', async () => {
    expect(await permission().ask('U1', { minor: '1', currency: 'jpy' })).toBe('above_limit');
  });

  test('Slack is asked again after a minute', async () => {
    const { ask, clock, asked } = permission();
    await ask();
    await ask();
    expect(asked).toHaveLength(1);
    clock.advance(60_001);
    await ask();
    expect(asked).toHaveLength(2);
  });
});
