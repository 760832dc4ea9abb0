import { BlockList, isIP } from 'node:net';

/** Addresses from which Stripe sends. Source: docs.stripe.com/ips, "Webhook notifications". */
export interface AddressList {
  has(address: string): boolean;
  readonly addresses: readonly string[];
}

const mostAddresses = 2_000;

/**
 * Reads `{"WEBHOOKS": ["3.18.12.63", …]}`, single addresses or networks. Null where the text is anything else: half a list
 * would turn away half of the news.
 */
export function readAddressList(text: string): AddressList | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const addresses: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'WEBHOOKS') : null;
  if (!Array.isArray(addresses) || addresses.length === 0 || addresses.length > mostAddresses) return null;
  const list = new BlockList();
  for (const entry of addresses as unknown[]) {
    if (typeof entry !== 'string') return null;
    const [address = '', bits, rest] = entry.split('/');
    const family = isIP(address);
    const width = family === 6 ? 128 : 32;
    if (family === 0 || rest !== undefined) return null;
    const kind = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, kind);
    // A network wider than /8 is no list of Stripe's own machines.
    else if (/^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= width)
      list.addSubnet(address, Number(bits), kind);
    else return null;
  }
  return { addresses: addresses as string[], has: (address) => hasAddress(list, address) };
}

function hasAddress(list: BlockList, address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}
