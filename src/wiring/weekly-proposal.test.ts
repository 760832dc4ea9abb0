import { describe, expect, test } from 'vitest';
import { defaultRoutes } from '../config/default-routes.ts';
import { untouched, weekDue } from './weekly-proposal.ts';

const usage = (route: string, more: Partial<Record<'posts' | 'clicks' | 'acknowledged', number>> = {}) => ({
  route,
  posts: 40,
  folded: 0,
  digests: 0,
  replies: 0,
  clicks: 0,
  acknowledged: 0,
  medianAckMs: null,
  ...more,
});

describe('the week whose proposal is due', () => {
  test('begins on Monday, ten o’clock, in the configuration’s zone, and is that week until the next', () => {
    const at = (text: string) => weekDue(Date.parse(text), 'Europe/Berlin');
    expect(at('2026-11-23T08:59:59Z')).toBeNull();
    expect(at('2026-11-23T09:00:00Z')).toBe('2026-W48');
    expect(at('2026-11-29T22:59:59Z')).toBe('2026-W48');
    expect(at('2026-11-29T23:00:00Z')).toBeNull();
    expect(at('2027-01-01T12:00:00Z')).toBe('2026-W53');
  });
});

describe('what nobody touches', () => {
  const [route] = defaultRoutes('finance');
  if (route === undefined) throw new Error('no default route');
  const plain = { ...route, name: 'sales', severity: null, digestMs: null, routes: [] };

  test('is proposed only where it posts often, each alert by itself, and nobody clicked', () => {
    expect(untouched([plain], [usage('sales')])).toEqual(['sales']);
    expect(untouched([plain], [usage('sales', { posts: 19 })])).toEqual([]);
    expect(untouched([plain], [usage('sales', { clicks: 1 })])).toEqual([]);
    expect(untouched([plain], [usage('sales', { acknowledged: 1 })])).toEqual([]);
    expect(untouched([plain], [usage('gone')])).toEqual([]);
  });

  test('is not proposed where it is critical or a digest already, also by its parent', () => {
    const within = (parent: object) => [{ ...plain, name: 'all', ...parent, routes: [plain] }];
    expect(untouched(within({}), [usage('all / sales')])).toEqual(['all / sales']);
    expect(untouched(within({ severity: 'critical' }), [usage('all / sales')])).toEqual([]);
    expect(untouched(within({ digestMs: 60_000 }), [usage('all / sales')])).toEqual([]);
  });
});
