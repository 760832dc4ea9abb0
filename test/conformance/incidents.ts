import { describe, expect, test } from 'vitest';
import type { Failure, FailureSignal, Incident, IncidentFigures } from '../../src/domain/incident.ts';
import { Secret } from '../../src/domain/secret.ts';
import { fine, owner, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const hour = 494_000;
const at = hour * 3_600 + 100;

const none: IncidentFigures = {
  tries: 0,
  failed: 0,
  recovered: 0,
  lost: [],
  regained: [],
  cards: 0,
  codes: [],
  customers: [],
  customerCount: 0,
  invoices: [],
  invoiceCount: 0,
  lastAt: 0,
};

const incident = (given: Partial<Incident> = {}): Incident => ({
  id: 'inc_1',
  account: 'main',
  livemode: true,
  kind: 'decline_spike',
  state: 'open',
  codes: ['do_not_honor'],
  since: at - 10,
  openedAt: at,
  closedAt: null,
  threshold: 10,
  usual: 2,
  version: 0,
  changedAt: at,
  toldFailed: 0,
  figures: none,
  ...given,
});

export function incidentKeeping(stage: Stage): void {
  async function happen(signal: FailureSignal, account = 'main'): Promise<void> {
    const { seq } = await stage.scene.claimed({});
    await stage.store.commitEvent({
      seq,
      owner,
      now: 1_000,
      state: 'suppressed',
      reason: fine,
      late: false,
      decision: null,
      subjects: [],
      deliveries: [],
      failure: { account, livemode: true, signal },
    });
  }
  const failed = (id: string, given: Partial<Failure> = {}) =>
    happen({
      kind: 'failed',
      failure: {
        id,
        kind: 'payment',
        at,
        code: 'do_not_honor',
        amount: { minor: '1000', currency: 'eur' },
        subjectId: `s_${id}`,
        customer: `cus_${id}`,
        invoice: null,
        card: 'c1',
        ...given,
      },
    });

  describe('failures', () => {
    test('are counted once each, by account, mode, hour and code', async () => {
      const { store } = stage;
      await failed('ch_1');
      await failed('ch_1');
      await failed('ch_2', { code: 'expired_card', at: at + 5 });
      await failed('po_1', { kind: 'payout', at: at - 86_400 });
      await happen({ kind: 'paid', subjectId: 's_other', at });
      await happen({ kind: 'paid', subjectId: 's_other', at }, 'second');
      const [scope, ...others] = await store.incidentScopes(at + 60);
      expect(others).toEqual([]);
      expect(scope).toMatchObject({ account: 'main', livemode: true, firstHour: hour });
      expect(scope?.failures.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
        'payout do_not_honor',
        'payment do_not_honor',
        'payment expired_card',
      ]);
      expect(scope?.hours).toEqual([
        { hour, code: 'do_not_honor', count: 1 },
        { hour, code: 'expired_card', count: 1 },
        { hour, code: 'paid', count: 1 },
      ]);
      expect(await store.incidentScopes(at + 8 * 86_400)).toEqual([]);
    });
  });

  describe('anomalies', () => {
    test('a single payment is written closed, told once, and known by its id; the last end of each kind is known', async () => {
      const { store } = stage;
      const large = incident({
        kind: 'large_payment',
        state: 'closed',
        codes: null,
        version: 1,
        closedAt: at,
        anomaly: {
          payment: { charge: 'ch_1', customer: null, minor: '900000', currency: 'eur', at, threshold: 500_000 },
        },
      });
      expect(await store.putIncident(large)).toBe(true);
      expect(await store.putIncident(large)).toBe(false);
      expect(await store.untoldIncidents()).toEqual([large]);
      await store.incidentTold({ id: large.id, version: 1 });
      expect(await store.untoldIncidents()).toEqual([]);
      expect(await store.openIncidents()).toEqual([]);
      await failed('ch_2');
      expect(await store.putIncident(incident({ id: 'inc_2', kind: 'churn_spike', codes: null }))).toBe(true);
      // Failures belong to incidents of failures, whatever else is open.
      expect((await store.incidentFigures('inc_2')).failed).toBe(0);
      expect(await store.lastClosed({ account: 'main', livemode: true })).toEqual([
        { kind: 'large_payment', closedAt: at },
      ]);
    });
  });

  describe('incidents', () => {
    test('join what belongs to them, with exact figures, and what recovered', async () => {
      const { store } = stage;
      await failed('ch_0', { at: at - 400 });
      await failed('ch_1');
      await failed('ch_2', { subjectId: 's_ch_1', at: at + 1, amount: { minor: '9007199254740993', currency: 'eur' } });
      await failed('ch_3', { amount: { minor: '500', currency: 'usd' }, invoice: 'in_3', card: 'c2' });
      await failed('ch_4', { code: 'expired_card' });
      expect(await store.putIncident(incident())).toBe(true);
      expect(await store.putIncident(incident({ id: 'inc_2' }))).toBe(false);
      await happen({ kind: 'paid', subjectId: 's_ch_3', at: at + 50 });
      await failed('ch_5', { code: 'expired_card', at: at + 60 });
      expect(await store.incidentFigures('inc_1')).toEqual({
        tries: 3,
        failed: 2,
        recovered: 1,
        lost: [
          { minor: '9007199254740993', currency: 'eur' },
          { minor: '500', currency: 'usd' },
        ],
        regained: [{ minor: '500', currency: 'usd' }],
        cards: 2,
        codes: [{ code: 'do_not_honor', count: 2 }],
        customers: ['cus_ch_2', 'cus_ch_3'],
        customerCount: 2,
        invoices: ['in_3'],
        invoiceCount: 1,
        lastAt: at + 1,
      });
    });

    test('move on by one version at a time, are told once, and open anew only after their end', async () => {
      const { store } = stage;
      const first = incident();
      expect(await store.putIncident(first)).toBe(true);
      expect(await store.untoldIncidents()).toEqual([]);
      const second = incident({ version: 1, toldFailed: 12 });
      expect(await Promise.all([store.putIncident(second), store.putIncident(second)])).toEqual([true, false]);
      expect(await store.untoldIncidents()).toEqual([second]);
      await store.incidentTold({ id: 'inc_1', version: 1 });
      expect(await store.untoldIncidents()).toEqual([]);
      const closed = incident({ version: 2, state: 'closed', closedAt: at + 3_600 });
      expect(await store.putIncident(closed)).toBe(true);
      expect(await store.openIncidents()).toEqual([]);
      expect(await store.untoldIncidents()).toEqual([closed]);
      expect(await store.putIncident(incident({ id: 'inc_2' }))).toBe(true);
      expect(await store.openIncidents()).toMatchObject([{ id: 'inc_2' }]);
    });

    test('payouts that work again end all that failed before; an account only its own', async () => {
      const { store } = stage;
      for (const id of ['po_1', 'po_2']) await failed(id, { kind: 'payout' });
      for (const id of ['acct_1', 'acct_2']) await failed(id, { kind: 'account' });
      await store.putIncident(incident({ kind: 'payout_failure', codes: null }));
      await store.putIncident(incident({ id: 'inc_2', kind: 'account_restriction', codes: null }));
      await happen({ kind: 'well', of: 'payout', subjectId: null, at: at + 9 });
      await happen({ kind: 'well', of: 'account', subjectId: 's_acct_1', at: at + 9 });
      expect(await store.incidentFigures('inc_1')).toMatchObject({ failed: 2, recovered: 2 });
      expect(await store.incidentFigures('inc_2')).toMatchObject({ failed: 2, recovered: 1 });
    });

    test('a payment that was joined to another counts as recovered, too', async () => {
      const { store, scene } = stage;
      await scene.happen({ subjects: [subject({ id: 's_ch_1', keys: ['pi_1'] })] });
      await scene.happen({ subjects: [subject({ id: 's_new', keys: ['in_1'] })] });
      await failed('ch_1');
      await store.putIncident(incident());
      const base = [await scene.versionOf('s_new'), await scene.versionOf('s_ch_1')];
      await scene.happen({ subjects: [subject({ id: 's_new', base, keys: ['pi_1', 'in_1'] })] });
      await happen({ kind: 'paid', subjectId: 's_new', at: at + 50 });
      expect(await store.incidentFigures('inc_1')).toMatchObject({ failed: 1, recovered: 1 });
    });

    test('past the retention they go, but not what an open one counts; a new key covers them', async () => {
      const { store } = stage;
      await failed('ch_1');
      await failed('ch_2', { code: 'expired_card' });
      await store.putIncident(incident());
      await store.retain({ eventsBefore: (at + 60) * 1_000, batch: 100 });
      expect(await store.incidentFigures('inc_1')).toMatchObject({ failed: 1 });
      const rotated = await stage.reopen({ encryptionKey: new Secret(Buffer.alloc(32, 7).toString('base64')) });
      await rotated.rotateKeys(10);
      expect(await rotated.openIncidents()).toMatchObject([{ id: 'inc_1' }]);
      await rotated.putIncident(incident({ version: 1, state: 'closed', closedAt: at + 10 }));
      await rotated.incidentTold({ id: 'inc_1', version: 1 });
      await rotated.retain({ eventsBefore: (at + 60) * 1_000, batch: 100 });
      expect(await rotated.incidentFigures('inc_1')).toMatchObject({ failed: 0 });
      expect(await rotated.openIncidents()).toEqual([]);
    });
  });
}
