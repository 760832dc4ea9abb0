import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { plan } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const tokens = { access: 'xoxe.xoxb-1-first', refresh: 'xoxe-1-first', teamName: 'Acme' };
const install = (given: { teamId?: string; now?: number } = {}) => ({
  teamId: 'T1',
  appId: 'A1',
  botUserId: 'U0BOT',
  scopes: ['chat:write', 'commands'],
  installedBy: 'U0ADA',
  expiresAt: 90_000,
  tokens,
  workspace: 'slack',
  now: 1_000,
  ...given,
});
const revoked = { code: 'token_revoked', text: 'The token was revoked.' };

export function installing(stage: Stage): void {
  const paused = async () => {
    const { lanes } = await stage.store.counts();
    return lanes.some((lane) => lane.paused !== null);
  };

  describe('installations', () => {
    test('one workspace at a time; tokens come back as they were, sealed at rest', async () => {
      const { store } = stage;
      expect(await store.getInstallation()).toBeNull();
      expect(await store.putInstallation(install())).toBe('stored');
      expect(await store.putInstallation(install({ teamId: 'T2' }))).toBe('elsewhere');
      expect(await store.getInstallation()).toEqual({
        teamId: 'T1',
        active: true,
        version: 1,
        appId: 'A1',
        botUserId: 'U0BOT',
        scopes: ['chat:write', 'commands'],
        installedBy: 'U0ADA',
        installedAt: 1_000,
        expiresAt: 90_000,
        tokens,
      });
      expect(await store.keysInUse()).toMatchObject([{ rows: 1 }]);
    });

    test('F56 of two that renewed the same tokens one is kept', async () => {
      const { store } = stage;
      await store.putInstallation(install());
      const renew = { teamId: 'T1', version: 1, expiresAt: 180_000, now: 2_000 };
      const won = await Promise.all([
        store.renewInstallation({ ...renew, tokens: { ...tokens, access: 'second' } }),
        store.renewInstallation({ ...renew, tokens: { ...tokens, access: 'third' } }),
      ]);
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.getInstallation()).toMatchObject({
        version: 2,
        expiresAt: 180_000,
        tokens: { access: won[0] ? 'second' : 'third' },
      });
    });

    test('F55 its end pauses the workspace with the queue kept, and a new installation resumes it', async () => {
      const { store, scene } = stage;
      await store.putInstallation(install());
      await scene.happen({ deliveries: [plan({ lane: 'T1/C1' })] });
      const end = { teamId: 'T1', version: 1, workspace: 'T1', reason: revoked, now: 2_000 };
      expect(await store.endInstallation({ ...end, version: 7 })).toBe(false);
      expect(await paused()).toBe(false);
      expect(await store.endInstallation(end)).toBe(true);
      expect(await store.endInstallation(end)).toBe(false);
      expect(await paused()).toBe(true);
      expect(await store.getInstallation()).toMatchObject({ active: false, version: 2 });
      expect(await store.putInstallation({ ...install({ now: 3_000 }), workspace: 'T1' })).toBe('stored');
      expect(await paused()).toBe(false);
      expect((await store.counts()).deliveries.pending).toBe(1);
      expect(await store.getInstallation()).toMatchObject({ active: true, version: 3, installedAt: 3_000 });
    });

    test('after it was uninstalled another workspace may have it', async () => {
      const { store } = stage;
      await store.putInstallation(install());
      await store.endInstallation({ teamId: 'T1', version: 1, workspace: 'slack', reason: revoked, now: 2_000 });
      expect(await store.putInstallation(install({ teamId: 'T2', now: 3_000 }))).toBe('stored');
      expect(await store.putInstallation(install({ now: 4_000 }))).toBe('elsewhere');
      expect(await store.getInstallation()).toMatchObject({ teamId: 'T2', active: true });
    });

    test('a state is redeemed once, and forgotten after it would have expired', async () => {
      const { store } = stage;
      const state = { nonce: 'n1', expiresAt: 5_000, now: 1_000 };
      expect(await Promise.all([1, 2, 3].map(() => store.redeemInstallState(state)))).toEqual([true, false, false]);
      expect(await store.redeemInstallState({ nonce: 'n2', expiresAt: 9_000, now: 6_000 })).toBe(true);
      expect(await store.redeemInstallState(state)).toBe(true);
    });

    test('moves to the newest key', async () => {
      await stage.store.putInstallation(install());
      const [before] = await stage.store.keysInUse();
      const rotated = await stage.reopen({ encryptionKey: new Secret(Buffer.alloc(32, 7).toString('base64')) });
      await rotated.rotateKeys(10);
      expect((await rotated.keysInUse()).map(({ keyId }) => keyId)).not.toContain(before?.keyId);
      expect(await rotated.getInstallation()).toMatchObject({ tokens });
    });
  });
}
