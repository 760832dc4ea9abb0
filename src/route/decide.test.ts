import { describe, expect, it } from 'vitest';
import { routerOf } from '../../test/routing-config.ts';
import { sampleAlert } from '../../test/sample-alert.ts';

const now = Date.UTC(2026, 10, 23, 12);

/** The tree that the table below is about; letters are the routes' names. */
const tree = `
routes:
  - name: a
    topics: [payments]
    to: [finance]
    severity: high
    routes:
      - { name: a1, currencies: [EUR], products: [prod_Pro], to: [sales], continue: true }
      - { name: a2, currencies: [EUR] }
      - { name: a3, currencies: [EUR], to: [ops] }
  - { name: b, topics: [refunds], to: [ops], continue: true }
  - { name: c, topics: [refunds, disputes], to: [finance] }
  - name: d
    topics: [payouts]
    routes:
      - { name: d1, livemode: false, to: [ops] }
  - { name: e, topics: [payouts], to: [sales] }
  - { name: f, topics: [customers], to: [] }
  - { name: g, topics: [customers], to: [ops] }
`;

describe('decide walks the tree as Alertmanager does', () => {
  const router = routerOf(tree);
  const table: readonly [string, Parameters<typeof sampleAlert>[0], readonly string[]][] = [
    ['a parent stands for itself where no child matches', { amount: { minor: '1', currency: 'usd' } }, ['finance:a']],
    ['a child goes before its parent, and inherits its channels', { products: [] }, ['finance:a / a2']],
    ['continue looks at the next sibling, and the first after it ends', {}, ['sales:a / a1', 'finance:a / a2']],
    ['continue at the top', { topic: 'refunds' }, ['ops:b', 'finance:c']],
    ['without continue the first wins', { topic: 'disputes' }, ['finance:c']],
    ['a group without channels whose children refuse is no match', { topic: 'payouts' }, ['sales:e']],
    ['a child of a group', { topic: 'payouts', livemode: false }, ['ops:d / d1']],
    ['an empty list of channels ends it, deliberately', { topic: 'customers' }, []],
    ['nothing matches', { topic: 'tax' }, []],
  ];
  it.each(table)('%s', (_, changes, expected) => {
    const decision = router.decide(sampleAlert(changes), now);
    expect(decision.targets.map((target) => `${target.channel}:${target.route}`).sort()).toEqual([...expected].sort());
  });

  it('says for each route that was looked at what it said, in order, and no more', () => {
    const { path, reason } = router.decide(sampleAlert({ topic: 'disputes' }), now);
    expect(path).toEqual([
      { route: 'a', matched: false, reason: { code: 'no_match', text: 'its topic is disputes, not payments' } },
      { route: 'b', matched: false, reason: { code: 'no_match', text: 'its topic is disputes, not refunds' } },
      { route: 'c', matched: true, reason: { code: 'matched', text: 'matches: to finance' } },
    ]);
    expect(reason).toEqual({ code: 'routed', text: 'to finance by "c"' });
  });

  it('has a reason for every silence', () => {
    expect(router.decide(sampleAlert({ topic: 'tax' }), now).reason.code).toBe('no_route');
    const hidden = router.decide(sampleAlert({ topic: 'customers' }), now);
    expect(hidden.reason).toEqual({ code: 'hidden_by_route', text: '"f" shows it to nobody, deliberately' });
  });

  it('severity, mention, deadline and digest are inherited, and can be taken back', () => {
    const inheriting = routerOf(`
routes:
  - name: p
    to: [finance]
    severity: high
    mention: "@here"
    deadline: 30s
    digest: 15m
    routes:
      - { name: all, topics: [payments] }
      - { name: none, topics: [refunds], mention: none, digest: off, severity: low, deadline: 2s }
`);
    expect(inheriting.decide(sampleAlert(), now).targets).toEqual([
      {
        channel: 'finance',
        route: 'p / all',
        severity: 'high',
        mention: '<!here>',
        deadlineMs: 30_000,
        fold: 'scheduled',
        foldAt: now + 15 * 60_000,
      },
    ]);
    expect(inheriting.decide(sampleAlert({ topic: 'refunds' }), now).targets).toEqual([
      {
        channel: 'finance',
        route: 'p / none',
        severity: 'low',
        mention: null,
        deadlineMs: 2_000,
        fold: 'when_late',
        foldAt: null,
      },
    ]);
  });

  it('critical is never folded, also not in a route that is a digest', () => {
    const digest = routerOf('routes: [{ name: all, to: finance, digest: 15m }]');
    const [target] = digest.decide(sampleAlert({ severity: 'critical' }), now).targets;
    expect(target).toMatchObject({ fold: 'never', foldAt: null, severity: 'critical' });
  });
});

describe('F113 overlapping routes', () => {
  it('F113 give one card a channel: the most urgent, with the mention that another asked for', () => {
    const router = routerOf(`
routes:
  - { name: digest, to: [finance, sales], digest: 15m, continue: true, mention: "@here" }
  - { name: urgent, topics: [payments], to: [finance], severity: high, continue: true }
  - { name: plain, to: [finance] }
`);
    const decision = router.decide(sampleAlert(), now);
    expect(decision.targets).toHaveLength(2);
    expect(decision.targets[0]).toMatchObject({
      channel: 'finance',
      route: 'urgent',
      severity: 'high',
      fold: 'when_late',
      mention: '<!here>',
    });
    expect(decision.targets[1]).toMatchObject({ channel: 'sales', route: 'digest', fold: 'scheduled' });
    expect(decision.path.filter((entry) => entry.reason.code === 'overlap').map((entry) => entry.route)).toEqual([
      'plain',
      'digest',
    ]);
  });

  it('F113 the same channel twice in one route is one target', () => {
    const router = routerOf('routes: [{ name: all, to: [finance, finance] }]');
    expect(router.decide(sampleAlert(), now).targets).toHaveLength(1);
  });
});

describe('silences', () => {
  const router = routerOf(`
routes:
  - { name: big, topics: [payments], to: [finance], continue: true }
  - { name: all, to: [finance, sales] }
`);
  const silence = { id: 's1', until: now + 1, author: 'U1', reason: 'sale', effect: 'drop', critical: false } as const;
  const channelsOf = (matcher: object, changes = {}, extra = {}) =>
    router
      .decide(sampleAlert(changes), now, [{ ...silence, ...extra, matcher }], 'sub_1')
      .targets.map((target) => `${target.channel}:${target.route}`);

  it.each<[string, object, string[]]>([
    ['customer', { customer: 'cus_1' }, []],
    ['another customer', { customer: 'cus_2' }, ['finance:big', 'sales:all']],
    ['product', { product: 'prod_Pro' }, []],
    ['subject', { subject: 'sub_1' }, []],
    ['channel', { channel: 'sales' }, ['finance:big']],
    ['route: another that leads there still does', { route: 'big' }, ['finance:all', 'sales:all']],
    ['all that are given must match', { customer: 'cus_1', channel: 'sales' }, ['finance:big']],
    ['one without matchers matches nothing', {}, ['finance:big', 'sales:all']],
  ])('by %s', (_, matcher, expected) => {
    expect(channelsOf(matcher)).toEqual(expected);
  });

  it('end on time', () => {
    expect(channelsOf({ customer: 'cus_1' }, {}, { until: now })).toHaveLength(2);
  });

  it('let critical through unless the author said otherwise', () => {
    expect(channelsOf({ customer: 'cus_1' }, { severity: 'critical' })).toHaveLength(2);
    expect(channelsOf({ customer: 'cus_1' }, { severity: 'critical' }, { critical: true })).toEqual([]);
  });

  it('with effect digest hold it until the end, and say so', () => {
    const until = now + 3_600_000;
    const held = { ...silence, until, effect: 'digest' as const, matcher: { customer: 'cus_1' } };
    const decision = router.decide(sampleAlert(), now, [held]);
    expect(decision.targets.map((target) => [target.fold, target.foldAt])).toEqual([
      ['scheduled', until],
      ['scheduled', until],
    ]);
    expect(decision.path.some((entry) => entry.reason.code === 'silenced' && entry.reason.text.includes('U1'))).toBe(
      true,
    );
  });

  it('that leave nobody are the reason of the decision', () => {
    const decision = router.decide(sampleAlert(), now, [{ ...silence, matcher: { customer: 'cus_1' } }]);
    expect(decision.reason.code).toBe('silenced');
  });
});
