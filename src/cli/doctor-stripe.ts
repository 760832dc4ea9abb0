import { classifyReadError } from '../clients/stripe/classify-error.ts';
import { createStripe } from '../clients/stripe/reader.ts';
import type { Config, StripeAccountConfig } from '../config/config.ts';
import { syncEventFindings, versionFindings } from './doctor-versions.ts';
import { type Finding, ill, well } from './finding.ts';
import { writeFindings, writesNeeded } from './stripe-permissions.ts';

// Read access to these is what names and reconciling use; docs.stripe.com/keys/restricted-api-keys.
const readPaths: readonly (readonly [path: string, what: string])[] = [
  ['/v1/customers?limit=1', 'rak_customer_read'],
  ['/v1/products?limit=1', 'rak_product_read'],
  ['/v1/subscriptions?limit=1', 'rak_subscription_read'],
  ['/v1/invoices?limit=1', 'rak_invoice_read'],
  ['/v1/charges?limit=1', 'rak_charge_read'],
  ['/v1/disputes?limit=1', 'rak_dispute_read'],
  ['/v1/payouts?limit=1', 'rak_payout_read'],
  ['/v1/events?limit=1', 'rak_event_read'],
];
// Without these the routes of most teams stay empty.
const neededEvents = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'charge.refunded',
  'charge.dispute.created',
  'invoice.paid',
  'invoice.payment_failed',
  'customer.subscription.updated',
  'payout.failed',
];

/** Each account's key: accepted, of the right mode, able to read names; and the endpoint: enabled, with the events that matter. */
export async function stripeFindings(config: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const account of Object.values(config.stripe.accounts)) {
    const about = `Stripe ${account.name}`;
    if (account.apiKey === null) {
      findings.push(
        ill(
          'warning',
          about,
          'no API key: product and customer names come from events alone, and missed events cannot be fetched',
          'add a restricted key with read access (README, "A restricted key")',
        ),
      );
      continue;
    }
    findings.push(...(await accountFindings(config, account, about)));
  }
  return findings;
}

async function accountFindings(config: Config, account: StripeAccountConfig, about: string): Promise<Finding[]> {
  if (account.apiKey === null) return [];
  const stripe = createStripe(account.apiKey, config.stripe.apiUrl, 10_000);
  const findings: Finding[] = [];
  const needs = [...writesNeeded(config).keys()];
  const missing: string[] = [];
  for (const [path, what] of readPaths) {
    try {
      await stripe.rawRequest('GET', path);
    } catch (error) {
      const failed = classifyReadError(error);
      if (failed.kind !== 'refused')
        return [
          ill(
            'fault',
            about,
            failed.kind === 'missing' ? 'this is not the Stripe API' : failed.reason.text,
            'try again; if it stays so, status.stripe.com',
          ),
        ];
      if (failed.reason.code === 'stripe_key_invalid')
        return [
          ill(
            'fault',
            about,
            'Stripe does not accept the API key',
            'make a new restricted key in the dashboard under Developers → API keys',
          ),
        ];
      // Stripe names the permission itself; ours is for an answer that does not.
      missing.push(/rak_[a-z_]+/.exec(failed.reason.text)?.[0] ?? what);
    }
  }
  if (missing.length > 0)
    findings.push(
      ill('warning', about, `the key lacks ${missing.join(', ')}`, 'give the restricted key read access to them'),
    );
  else findings.push(well(about, 'the key reads what is used'));
  if (account.apiKey.reveal().startsWith('rk_')) findings.push(...(await writeFindings(config, stripe, about)));
  if (account.apiKey.reveal().startsWith('sk_'))
    findings.push(
      ill(
        'warning',
        about,
        'a secret key may do everything',
        needs.length === 0
          ? 'replace it by a restricted key (rk_…) with read access only'
          : `replace it by a restricted key (rk_…) with read access and ${needs.join(', ')}`,
      ),
    );
  findings.push(...(await endpointFindings(stripe, config, about)));
  return findings;
}

/** The door that an address leads to: without a name it is the first account's (F111). */
function doorOf(url: string, config: Config): string {
  const { host, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  const [first] = Object.keys(config.stripe.accounts);
  return `${host}${path.endsWith('/webhooks/stripe') ? `${path}/${first}` : path}`;
}

async function endpointFindings(
  stripe: ReturnType<typeof createStripe>,
  config: Config,
  about: string,
): Promise<Finding[]> {
  try {
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
    const ours = data.filter((endpoint) => /\/webhooks\/stripe(\/|$)/.test(new URL(endpoint.url).pathname));
    const endpoint = `${about} endpoint`;
    if (ours.length === 0)
      return [
        ill(
          'fault',
          endpoint,
          'no webhook endpoint leads to a /webhooks/stripe address',
          'add one in the dashboard under Developers → Webhooks',
        ),
      ];
    const findings: Finding[] = [];
    for (const one of ours) {
      const lacking = one.enabled_events.includes('*')
        ? []
        : neededEvents.filter((type) => !one.enabled_events.includes(type));
      if (one.status !== 'enabled')
        findings.push(
          ill(
            'fault',
            endpoint,
            `${one.url} is disabled`,
            'enable it in the dashboard: Stripe disables endpoints that fail for days',
          ),
        );
      else if (lacking.length > 0)
        findings.push(
          ill('warning', endpoint, `it does not send ${lacking.join(', ')}`, 'add these events to the endpoint'),
        );
      else findings.push(well(endpoint, `${one.url} sends what matters`));
      findings.push(...versionFindings(config, one, endpoint), ...syncEventFindings(config, one, endpoint));
    }
    const doors = ours.map((one) => doorOf(one.url, config));
    const doubled = doors.find((door, index) => doors.indexOf(door) !== index);
    if (doubled !== undefined)
      findings.push(
        ill(
          'warning',
          endpoint,
          `two endpoints lead to the same address, ${doubled}: every event comes twice`,
          'delete one of them',
        ),
      );
    return findings;
  } catch {
    return [
      ill(
        'warning',
        `${about} endpoint`,
        'the key may not list webhook endpoints: which events arrive cannot be checked',
        'give the restricted key read access to Webhook Endpoints',
      ),
    ];
  }
}
