import Stripe from 'stripe';
import { afterEach } from 'vitest';
import { type TestClock, testClock } from '../../../test/clock.ts';
import { type StripeSandbox, type StripeSandboxOptions, startStripeSandbox } from './stripe-sandbox.ts';

export interface Scene {
  readonly sandbox: StripeSandbox;
  readonly stripe: Stripe;
  readonly clock: TestClock;
}

const open: StripeSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox and Stripe's own SDK that talks to it; both end with the test. */
export async function scene(options: StripeSandboxOptions = {}): Promise<Scene> {
  const clock = testClock();
  const sandbox = await startStripeSandbox({ clock, rateLimit: 0, ...options });
  open.push(sandbox);
  return { sandbox, stripe: clientOf(sandbox), clock };
}

export function clientOf(sandbox: StripeSandbox, key: string = sandbox.apiKey): Stripe {
  const { hostname, port } = new URL(sandbox.url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
}

/** The error that a call rejects with; fails the test if it does not. */
export async function refused(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}
