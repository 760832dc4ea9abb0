import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkMonth } from '../../store/dispute-store.ts';
import { checklistOf } from './checklist.ts';
import { estimateOf, leastDecided } from './estimate.ts';
import { gaugesOf } from './gauge.ts';
import { programsOn } from './programs.ts';

// docs.stripe.com/api/disputes/object, `reason`.
const reasons =
  'bank_cannot_process check_returned credit_not_processed customer_initiated debit_not_authorized duplicate fraudulent general incorrect_account_details insufficient_funds noncompliant product_not_received product_unacceptable subscription_canceled unrecognized'.split(
    ' ',
  );
const eur = (minor: number) => ({ minor: `${BigInt(minor)}`, currency: 'eur' }) as const;

describe('fight or accept', () => {
  it('is not said of too few', () => {
    expect(estimateOf({ won: 3, lost: 2 }, eur(5_000), [])).toEqual({
      kind: 'too_few',
      decided: 5,
      needed: leastDecided,
    });
  });

  it('weighs the amount by one’s own win rate against the counter fee', () => {
    const good = estimateOf({ won: 15, lost: 9 }, eur(10_000), [eur(2_000)]);
    // 0.625 × 100.00 − 0.375 × 20.00
    expect(good).toMatchObject({ verdict: 'fight', expected: { minor: '5500' }, decided: 24 });
    const small = estimateOf({ won: 2, lost: 22 }, eur(900), [eur(2_000)]);
    expect(small).toMatchObject({ verdict: 'accept' });
    expect(estimateOf({ won: 6, lost: 6 }, eur(2_000), [eur(2_000)])).toMatchObject({ verdict: 'close' });
  });

  it('takes no fee of another currency', () => {
    const usd = { minor: '1500', currency: 'usd' } as const;
    expect(estimateOf({ won: 5, lost: 5 }, eur(2_000), [usd])).toMatchObject({
      counterFee: null,
      expected: { minor: '1000' },
    });
  });

  it('the bounds hold the rate and lie within 0 and 1, for any record', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (won, lost) => {
        const found = estimateOf({ won, lost }, eur(1_000), []);
        if (found.kind === 'too_few') return;
        expect(found.low).toBeGreaterThanOrEqual(0);
        expect(found.high).toBeLessThanOrEqual(1);
        expect(found.low).toBeLessThanOrEqual(won / (won + lost));
        expect(found.high).toBeGreaterThanOrEqual(won / (won + lost) - 1e-9);
      }),
    );
  });
});

const month = (given: Partial<NetworkMonth>): NetworkMonth => ({
  account: 'main',
  livemode: true,
  month: '2026-11',
  network: 'visa',
  disputes: 0,
  payments: 0,
  fraudReports: 0,
  ...given,
});
const now = Date.UTC(2026, 10, 20, 12);
const gauge = (months: readonly NetworkMonth[], name: string) =>
  gaugesOf(months, now, []).find(({ program }) => program.name === name);

describe('the gauge', () => {
  it('takes the programme as it holds on that day', () => {
    const visa = (day: string) => programsOn(day, []).find(({ name }) => name === 'Visa VAMP')?.percent ?? null;
    expect([visa('2025-05-31'), visa('2025-06-01'), visa('2026-03-31'), visa('2026-04-01')]).toEqual([
      null,
      2.2,
      2.2,
      1.5,
    ]);
    const own = {
      name: 'Visa VAMP',
      network: 'visa',
      from: '2027-01-01',
      count: 1_000,
      percent: 1,
      per: 'same_month',
      fraudReports: true,
    } as const;
    expect(programsOn('2026-12-31', [own]).map(({ name }) => name)).not.toContain('Visa VAMP');
    expect(programsOn('2027-01-01', [own])).toContainEqual(own);
  });

  it('counts fraud reports for Visa, and divides Mastercard by last month', () => {
    const months = [
      month({ disputes: 40, fraudReports: 10, payments: 20_000 }),
      month({ network: 'mastercard', disputes: 86, payments: 1 }),
      month({ network: 'mastercard', month: '2026-10', payments: 5_000 }),
    ];
    expect(gauge(months, 'Visa VAMP')).toMatchObject({ counted: 50, percent: 0.25, headroom: 1_450 });
    expect(gauge(months, 'Mastercard ECM')).toMatchObject({
      counted: 86,
      payments: 5_000,
      percent: 1.72,
      headroom: 14,
    });
  });

  it('needs both the count and the rate', () => {
    const many = [
      month({ network: 'mastercard', disputes: 120 }),
      month({ network: 'mastercard', month: '2026-10', payments: 10_000 }),
    ];
    // 1.5 % of 10,000 are 150.
    expect(gauge(many, 'Mastercard ECM')).toMatchObject({ headroom: 30 });
    expect(
      gauge(
        [
          month({ network: 'mastercard', disputes: 100 }),
          month({ network: 'mastercard', month: '2026-10', payments: 100 }),
        ],
        'Mastercard ECM',
      ),
    ).toMatchObject({ headroom: 0 });
    expect(gauge([month({ disputes: 3 })], 'Visa VAMP')).toMatchObject({ percent: null, headroom: 1_497 });
  });

  it('so many more are in it, and one fewer is not', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.nat(200_000), (disputes, payments) => {
        const found = gauge([month({ disputes, payments: payments + 1 })], 'Visa VAMP');
        if (found === undefined) throw new Error('no gauge');
        const inside = (counted: number) => counted >= 1_500 && counted * 1_000 >= 15 * (payments + 1);
        expect(inside(disputes + found.headroom)).toBe(true);
        if (found.headroom > 0) expect(inside(disputes + found.headroom - 1)).toBe(false);
      }),
    );
  });

  it('keeps accounts and modes apart', () => {
    const months = [
      month({ disputes: 1, payments: 10 }),
      month({ disputes: 2, payments: 10, livemode: false }),
      month({ account: 'eu', payments: 5 }),
    ];
    expect(gaugesOf(months, now, []).map((one) => [one.account, one.livemode, one.counted])).toEqual([
      ['main', true, 1],
      ['main', false, 2],
      ['eu', true, 0],
    ]);
  });
});

describe('the checklist', () => {
  it('has something for every reason that Stripe knows, and ticks what is there', () => {
    for (const reason of [...reasons, 'brand_new', '__proto__']) {
      expect(checklistOf({ reason }).length).toBeGreaterThanOrEqual(4);
    }
    const ready = checklistOf({
      reason: 'duplicate',
      evidence: { receipt: 'file_1', duplicate_charge_id: ' ', customer_communication: null },
    });
    expect(ready.filter((one) => one.ready).map(({ field }) => field)).toEqual(['receipt']);
  });
});
