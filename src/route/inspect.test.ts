import { describe, expect, it } from 'vitest';
import { routing } from '../../test/routing-config.ts';
import { inspectRoutes } from './inspect.ts';

const found = (text: string) =>
  inspectRoutes(routing(text)).map((finding) => `${finding.level} ${finding.code} ${finding.path}`);

describe('a route tree is checked as a whole', () => {
  it.each<[string, string, string[]]>([
    ['a catch-all is well', 'routes: [{ name: all, to: finance }]', []],
    ['test events may be hidden', 'routes: [{ name: t, livemode: false, to: [] }, { name: all, to: finance }]', []],
    ['live alone is all that counts', 'routes: [{ name: all, livemode: true, to: finance }]', []],
    [
      'a route that hides disputes is named',
      'routes: [{ name: h, topics: [disputes], to: [] }, { name: all, to: finance }]',
      ['warning disputes_unseen routes[0]'],
    ],
    [
      'one that hides some of them too',
      'routes: [{ name: h, customers: [cus_1], to: [] }, { name: all, to: finance }]',
      [],
    ],
    [
      'what comes after a catch-all is never reached',
      'routes: [{ name: all, to: finance }, { name: late, topics: [payments], to: sales }]',
      ['warning shadowed routes[1]'],
    ],
    [
      'unless it says continue',
      'routes: [{ name: all, to: finance, continue: true }, { name: late, topics: [payments], to: sales }]',
      [],
    ],
    [
      'a filtered route leaves the rest to the next',
      'routes: [{ name: f, when: livemode, to: finance }, { name: all, to: sales }]',
      [],
    ],
    [
      'a narrower route before a wider one is well',
      'routes: [{ name: a, events: ["charge.dispute.*"], to: sales }, { name: b, events: ["charge.*"], to: ops }, { name: c, to: finance }]',
      [],
    ],
    [
      'a family covers its types',
      'routes: [{ name: b, events: ["charge.*"], to: ops }, { name: a, events: [charge.failed], to: sales }, { name: c, to: finance }]',
      ['warning shadowed routes[1]'],
    ],
    ['an inner route shows them', 'routes: [{ name: g, routes: [{ name: all, to: finance }] }]', []],
    [
      'topic and event type contradict each other',
      'routes: [{ name: a, topics: [payments], events: [payout.failed], to: sales }, { name: c, to: finance }]',
      ['fault never_matches routes[0]'],
    ],
    [
      'a filter that leaves some failed payments out',
      'routes: [{ name: a, topics: [failures], when: livemode, to: sales }, { name: d, topics: [disputes, fraud], to: ops }]',
      ['warning failures_partly_unseen routes[0]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('an expression is named at its character', () => {
    const [finding] = inspectRoutes(routing('routes: [{ name: a, to: finance, when: livemode && nope }]'));
    expect(finding).toMatchObject({ level: 'fault', path: 'routes[0].when', offset: 12 });
  });
});
