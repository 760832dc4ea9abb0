import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { TillbellError } from '../../src/domain/errors.ts';
import { isObject, type JsonObject, listAt, textAt } from '../../src/domain/json.ts';
import type { SandboxMessage } from '../../src/sandbox/slack/model.ts';
import { formType, postSigned, type Reached } from '../../src/sandbox/slack/people/sign.ts';
import { buildCoupon } from '../../src/sandbox/stripe/builders/coupon.ts';
import type { Lifecycle } from '../../src/sandbox/stripe/story.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { type AppHarness, appHarness } from './app-harness.ts';
import { type StripeProxy, startStripeProxy } from './stripe-proxy.ts';

export const ada = 'U0ADA';
export const ben = 'U0BEN';
/** Works here, but in no group that may act. */
export const guest = 'U0GUEST';
export const leaver = 'U0LEAVER';
export const partner = 'U0PARTNER';

const signingSecret = '8f742231b10e8888abcd99aaabbb85a5';
const appToken = 'xapp-1-A0SANDBOX-1-flow';

const yaml = `
stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}" }
channels:
  finance: { id: C0FINANCE, privacy: full }
routes:
  - { name: everything, topics: ["*"], to: [finance] }
actions:
  acknowledge: { who: [S0FINANCE] }
  assign: { who: [S0FINANCE] }
  note: { who: [S0FINANCE] }
  refund: { who: [S0FINANCE], up_to: "500.00 EUR", above: two_people }
  finalize_invoice: { who: [S0FINANCE] }
  retry_invoice: { who: [S0FINANCE] }
  send_invoice: { who: [S0FINANCE] }
  mark_uncollectible: { who: [S0FINANCE] }
  void_invoice: { who: [S0FINANCE] }
  cancel_subscription: { who: [S0FINANCE] }
  pause_subscription: { who: [S0FINANCE] }
  resume_subscription: { who: [S0FINANCE] }
  accept_dispute: { who: [S0FINANCE] }
  submit_evidence: { who: [S0FINANCE] }
  approve_review: { who: [S0FINANCE] }
  cancel_now: { who: [S0FINANCE] }
  extend_trial: { who: [S0FINANCE] }
  apply_coupon: { who: [S0FINANCE] }
  edit: { who: [S0FINANCE] }
sync:
  subscription:
    note: { stripe: metadata.note, input: text, conflict: last_write_wins }
disputes: { fee: "15.00 EUR" }
`;

export interface ActingHarness extends Pick<AppHarness, 'slack' | 'logged' | 'folder'> {
  readonly app: AppHarness['app'];
  readonly stripe: StripeSandbox;
  readonly proxy: StripeProxy;
  /** Lets a story happen; returns its card: the newest message at the top of the channel. */
  tell(story: Lifecycle): Promise<SandboxMessage>;
  /** The same, for the card of the story that offers a verb. Returns its ts. */
  tellFor(story: Lifecycle, verb: string): Promise<string>;
  card(ts: string): SandboxMessage;
  /** The labels of what can be done, those in the menu too. */
  labels(ts: string): string[];
  /** The value behind a label's verb; null where the card does not offer it. */
  valueOf(ts: string, verb: string): { actionId: string; value: string } | null;
  click(ts: string, verb: string, user?: string): Promise<Reached>;
  /** The newest open modal. */
  modal(): { id: string; title: string; step: string; text: string; inputs: string[] };
  /** What stands in the inputs of the newest open modal, by block. */
  initialValues(): Record<string, string>;
  submit(values?: Readonly<Record<string, string>>, user?: string, viewId?: string): Promise<Reached>;
  /** A signed request with any body. */
  post(door: 'interactions' | 'commands' | 'events', body: string, headers?: Record<string, string>): Promise<Reached>;
  thread(ts: string): string[];
  /** What was said to one person alone. */
  whispers(): string[];
  /** Everything that people did is performed, told and shown. */
  settled(): Promise<void>;
  /** From now on the store takes no write: to everything that is kept, the process is dead. */
  die(when: 'sending' | 'done'): void;
  restart(): Promise<void>;
  /** Resolves when that death has come. */
  dead(): Promise<void>;
  /** Changes what a story's verb is about at Stripe, without a webhook. */
  ageBehind(story: Lifecycle): void;
  /** Actions that something is still to be done for; dialogues do not count. */
  openActions(): number;
  /**
   * Requests that Stripe acted on, from the `from`th call on: not a replay, not refused, not lost before. Staged evidence is
   * not counted: the bank hears nothing of it.
   */
  writes(from: number): number;
  close(): Promise<void>;
}

/** The service with both stand-ins, people, and webhooks that come back. */
export async function actingHarness(
  options: { yaml?: string; socket?: boolean; clock?: Clock } = {},
): Promise<ActingHarness> {
  // By Socket Mode: no signing secret, so that nothing can come by HTTP.
  const socket = options.socket === true;
  const given = options.yaml ?? yaml;
  const clock = options.clock ?? systemClock;
  const stripe = await startStripeSandbox({
    clock,
    rateLimit: 0,
    apiKey: 'sk_test_flow_acting_0001',
    retryAfter: () => null,
  });
  stripe.world.put(buildCoupon(stripe.world, 20, { id: 'WELCOME', name: 'Welcome' }));
  const proxy = await startStripeProxy(stripe.url);
  const harness = await appHarness({
    clock,
    yaml: socket ? given.replace(/signing_secret: "[^"]*"/, `app_token: "\${SLACK_APP_TOKEN}"`) : given,
    env: {
      STRIPE_API_KEY: stripe.apiKey,
      TILLBELL_STRIPE_API_URL: proxy.url,
      ...(socket ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
    },
    slack: {
      clock,
      signingSecret,
      appToken,
      users: [
        { id: ada, name: 'ada' },
        { id: ben, name: 'ben' },
        { id: guest, name: 'guest' },
        { id: leaver, name: 'leaver', deactivated: true },
        { id: partner, name: 'partner', team: 'T0OTHER' },
      ],
      channels: [{ id: 'C0FINANCE', name: 'finance', private: true, people: [ada, ben, guest, leaver, partner] }],
      userGroups: [{ id: 'S0FINANCE', handle: 'finance', users: [ada, ben, leaver, partner] }],
    },
  });
  const { slack } = harness;
  const to = () => (socket ? 'socket' : `${harness.app.address}/slack/interactions`);
  const find = (ts: string) => {
    const found = slack.messages('C0FINANCE').find((message) => message.ts === ts);
    if (found === undefined) throw new Error(`no message ${ts}`);
    return found;
  };
  const elements = (ts: string): JsonObject[] =>
    find(ts).blocks.flatMap((block) => (block['type'] === 'actions' ? listAt(block, 'elements').filter(isObject) : []));
  const openModal = () => {
    const view = slack.views().findLast((one) => one['open'] === true && one['type'] === 'modal');
    if (view === undefined) throw new Error('no modal is open');
    return view;
  };
  const settle = async () => {
    for (let round = 0; round < 3; round += 1) {
      await harness.settled();
      await stripe.deliveries.settled();
    }
    await harness.drained();
  };
  const fresh = async (story: Lifecycle): Promise<SandboxMessage[]> => {
    stripe.load(story);
    const before = new Set(slack.messages('C0FINANCE').map((message) => message.ts));
    for (const event of story.events) await harness.post(event);
    await settle();
    return slack.messages('C0FINANCE').filter((one) => one.thread_ts === null && !one.deleted && !before.has(one.ts));
  };
  let died: Promise<void> = Promise.resolve();
  const doorOf = () => `${harness.app.address}/webhooks/stripe`;
  const acting: ActingHarness = {
    slack,
    stripe,
    proxy,
    folder: harness.folder,
    logged: harness.logged,
    get app() {
      return harness.app;
    },
    async tell(story) {
      const card = (await fresh(story)).at(-1);
      if (card === undefined) throw new Error('the story opened no card');
      return card;
    },
    async tellFor(story, verb) {
      const card = (await fresh(story)).find((one) => acting.valueOf(one.ts, verb) !== null);
      if (card === undefined) throw new Error(`no card of ${story.name} offers ${verb}`);
      return card.ts;
    },
    card: find,
    labels: (ts) =>
      elements(ts).flatMap((element) => [
        ...(textAt(element, 'text.text') ?? []).toString().split('\n').filter(Boolean),
        ...listAt(element, 'options').flatMap((option) => textAt(option, 'text.text') ?? []),
      ]),
    valueOf(ts, verb) {
      for (const element of elements(ts)) {
        const actionId = textAt(element, 'action_id') ?? '';
        const values = [textAt(element, 'value'), ...listAt(element, 'options').map((one) => textAt(one, 'value'))];
        const value = values.find((one) => one?.startsWith(`${verb}:`));
        if (value !== undefined && value !== null) return { actionId, value };
      }
      return null;
    },
    async click(ts, verb, user = ada) {
      const offered = acting.valueOf(ts, verb);
      if (offered === null) throw new Error(`the card does not offer ${verb}: ${acting.labels(ts).join(', ')}`);
      const chosen = offered.actionId === 'act_more' ? { chosen: offered.value } : {};
      return slack.people.click({ to: to(), user, channel: 'C0FINANCE', ts, actionId: offered.actionId, ...chosen });
    },
    modal() {
      const view = openModal();
      const blocks = listAt(view, 'blocks').filter(isObject);
      return {
        id: textAt(view, 'id') ?? '',
        title: textAt(view, 'title.text') ?? '',
        step: textAt(view, 'callback_id') ?? '',
        text: blocks.flatMap((block) => textAt(block, 'text.text') ?? []).join('\n'),
        inputs: blocks.flatMap((block) => (block['type'] === 'input' ? (textAt(block, 'block_id') ?? []) : [])),
      };
    },
    initialValues: () =>
      Object.fromEntries(
        listAt(openModal(), 'blocks')
          .filter(isObject)
          .filter((block) => block['type'] === 'input')
          .map((block) => {
            const initial =
              textAt(block, 'element.initial_value') ??
              textAt(block, 'element.initial_user') ??
              textAt(block, 'element.initial_date') ??
              textAt(block, 'element.initial_option.value');
            return [textAt(block, 'block_id') ?? '', initial ?? ''];
          }),
      ),
    async submit(values = {}, user = ada, viewId = acting.modal().id) {
      // An input that is left empty is not among a submission's values.
      const entered = Object.entries(values).filter(([, value]) => value !== '');
      const shaped = Object.fromEntries(entered.map(([id, value]) => [id, { [id]: value }]));
      return slack.people.viewSubmission({ to: to(), user, viewId, values: shaped });
    },
    post: (door, body, headers = {}) =>
      postSigned(
        { secret: signingSecret, now: () => clock.now() },
        `${harness.app.address}/slack/${door}`,
        { type: formType, body },
        { headers },
      ),
    thread: (ts) =>
      slack
        .messages('C0FINANCE')
        .filter((one) => one.thread_ts === ts)
        .map((one) => one.text),
    whispers: () => slack.ephemeral().map((one) => one.text),
    settled: settle,
    die(when) {
      const { store } = harness.app;
      const move = store.moveAction.bind(store);
      let dead = false;
      died = new Promise((resolve) => {
        store.moveAction = async (moved) => {
          if (moved.state === 'done' && when === 'done') dead = true;
          if (dead) {
            resolve();
            throw new TillbellError('store_unavailable', 'the process is dead');
          }
          const outcome = await move(moved);
          if (moved.state === 'sending' && when === 'sending') dead = true;
          return outcome;
        };
      });
    },
    dead: () => died,
    ageBehind(story) {
      const { world } = stripe;
      for (const { id } of story.objects) {
        const object = world.get(id);
        if (object?.object === 'charge') world.change(object, { amount_refunded: 100 });
        else if (object?.object === 'invoice') world.change(object, { attempt_count: object.attempt_count + 1 });
        else if (object?.object === 'subscription') world.change(object, { status: 'canceled' });
        else if (object?.object === 'dispute') world.change(object, { status: 'under_review' });
        else if (object?.object === 'review') world.change(object, { open: false });
        else if (object?.object === 'radar.early_fraud_warning') world.change(object, { actionable: false });
      }
    },
    openActions() {
      const database = new DatabaseSync(join(harness.folder, 'tillbell.db'), { readOnly: true });
      const open = database
        .prepare(`SELECT count(*) AS count FROM actions WHERE state IN ('received', 'approved', 'sending', 'checking')`)
        .get();
      database.close();
      return Number(open?.['count'] ?? 0);
    },
    async restart() {
      await harness.restart();
      // Stripe would send again to the same address; here the address moved.
      stripe.deliveries.change(endpoint.id, { url: doorOf(), events: ['*'], enabled: true });
    },
    writes: (from) =>
      stripe.calls
        .slice(from)
        .filter((call) => call.method !== 'GET' && !call.replayed && (call.status < 400 || call.status >= 500))
        .filter((call) => call.status !== 0 && call.params['submit'] !== 'false').length,
    async close() {
      await harness.close();
      await proxy.close();
      await stripe.close();
    },
  };
  const endpoint = stripe.addEndpoint({ url: doorOf(), secret: webhook });
  return acting;
}

const webhook = 'whsec_flow_test_secret_0001';
