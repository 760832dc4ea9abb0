import { fetchAddressList } from '../clients/stripe/address-source.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { type AddressList, readAddressList } from '../receive/address-list.ts';
import type { AddressVerdict } from '../receive/door.ts';
import type { Finding } from '../reconcile/deps.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface StripeAddresses {
  /** Whether a webhook may come from this address. Without a list that was ever read, or with the check off, from anywhere. */
  judge(address: string): AddressVerdict;
  /** Counts a rightly signed webhook from an address that is not listed. */
  unlisted(address: string): void;
  findings(): readonly Finding[];
  /** To be called when the configuration was read again. */
  reloaded(): void;
  /** Asks for the list now. */
  refresh(): Promise<void>;
  stop(): void;
}

const setting = 'stripe:webhook_addresses';
/** Stripe gives seven days' notice of a change. */
const everyMs = 12 * 3_600_000;
const retryMs = 10 * 60_000;
/** The alarm is over when nothing came from elsewhere for so long. */
const quietForMs = 3_600_000;

/** Stripe's own addresses, kept in the store: the last good list holds until there is a better one. */
export async function startStripeAddresses(deps: {
  readonly store: Pick<Store, 'getSetting' | 'putSetting'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  readonly fetchList?: typeof fetchAddressList;
}): Promise<StripeAddresses> {
  const { store, clock, log, config } = deps;
  const fetchList = deps.fetchList ?? fetchAddressList;
  let list: AddressList | null = null;
  let unlistedAt: number | null = null;
  let cancel: () => void = () => undefined;
  const mode = () => config().stripe.ipAllowList;
  if (mode() !== 'off') list = readAddressList((await store.getSetting(setting)) ?? '');

  async function refresh(): Promise<void> {
    const fetched = await fetchList(config().stripe.ipListUrl);
    const read = fetched.kind === 'fetched' ? readAddressList(fetched.text) : null;
    if (read === null) {
      const problem =
        fetched.kind === 'failed' ? fetched.reason.text : 'the list of Stripe’s addresses is not in its form';
      log.warn({ code: 'address_list', kept: list?.addresses.length ?? 0 }, `${problem}: the last good one holds`);
      again(retryMs);
      return;
    }
    if (fetched.kind === 'fetched') await store.putSetting(setting, fetched.text).catch(() => undefined);
    list = read;
    again(everyMs);
  }

  function again(ms: number): void {
    cancel();
    cancel = clock.after(ms, () => void refresh());
  }

  function reloaded(): void {
    cancel();
    // At once, but nothing waits for it: a door that opened late would be worse than one without the list.
    if (mode() !== 'off') again(0);
  }
  reloaded();

  return {
    judge(address) {
      if (mode() === 'off' || list === null || list.has(address)) return 'allowed';
      return mode() === 'enforce' ? 'refused' : 'unlisted';
    },
    unlisted() {
      unlistedAt = clock.now();
    },
    findings() {
      if (unlistedAt === null || clock.now() - unlistedAt > quietForMs) return [];
      return [
        {
          code: 'address_unlisted',
          scope: 'all',
          severity: 'high',
          text: 'A rightly signed webhook came from an address that is not Stripe’s. Either a proxy hides the real one (trusted_proxies), or somebody else knows the signing secret: then roll it.',
          over: null,
        },
      ];
    },
    reloaded,
    refresh,
    stop: () => cancel(),
  };
}
