import type { Reason } from '../../domain/event.ts';

const timeoutMs = 10_000;
const longestText = 256 * 1024;

export type FetchedText =
  | { readonly kind: 'fetched'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: Reason };

/** The published list as text; never throws. A redirect is not followed: it could lead anywhere. */
export async function fetchAddressList(url: string): Promise<FetchedText> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (response.status !== 200) return failed(`it answers ${response.status}`);
    const text = await response.text();
    return text.length > longestText ? failed('it is far too long') : { kind: 'fetched', text };
  } catch {
    return failed('it does not answer');
  }
}

function failed(why: string): FetchedText {
  return {
    kind: 'failed',
    reason: { code: 'address_list_unreachable', text: `the list of Stripe’s addresses: ${why}` },
  };
}
