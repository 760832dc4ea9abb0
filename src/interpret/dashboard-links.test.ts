import { describe, expect, test } from 'vitest';
import { dashboardLinks, dashboardUrl } from './dashboard-links.ts';

const live = { livemode: true, connectAccount: null };

describe('dashboardUrl', () => {
  test.each([
    ['pi_1', 'payments/pi_1'],
    ['py_1', 'payments/py_1'],
    ['sub_1', 'subscriptions/sub_1'],
    ['sub_sched_1', 'subscription_schedules/sub_sched_1'],
    ['acct_1', 'connect/accounts/acct_1'],
    ['re_1', 'search?query=re_1'],
    ['cs_test_1', 'search?query=cs_test_1'],
  ])('%s leads to %s', (id, path) => {
    expect(dashboardUrl(id, live)).toBe(`https://dashboard.stripe.com/${path}`);
  });

  test('test mode and the connected account are in the path', () => {
    expect(dashboardUrl('in_1', { livemode: false, connectAccount: 'acct_9' })).toBe(
      'https://dashboard.stripe.com/acct_9/test/invoices/in_1',
    );
  });

  test('F70 what is no id becomes no link', () => {
    for (const id of ['../../evil', 'pi_1|evil', 'a b', '', 'x'.repeat(300), 'pi_1\n', null]) {
      expect(dashboardUrl(id, live)).toBeNull();
      expect(dashboardLinks(id, live)).toEqual([]);
    }
    expect(dashboardUrl('pi_1', { livemode: true, connectAccount: 'acct_1/../x' })).toBe(
      'https://dashboard.stripe.com/payments/pi_1',
    );
  });
});
