import type { Secret } from '../domain/secret.ts';
import type { Severity, Topic } from '../domain/severity.ts';
import type { SubjectKind } from '../domain/subject.ts';

/** The configuration after loading: complete, checked, every default filled in. Made only by load.ts. */
export interface Config {
  /** Path of the file it came from; null where the environment alone was enough. */
  readonly file: string | null;
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded store and the generated encryption key. */
  readonly dataFolder: string;
  readonly databaseUrl: Secret | null;
  readonly encryptionKey: Secret | null;
  readonly trustedProxies: readonly string[];
  readonly retention: { readonly eventsMs: number };
  readonly stripe: StripeConfig;
  readonly slack: SlackConfig;
  /** IANA name; summaries, deadlines and quiet hours use it where a channel does not set its own. */
  readonly timezone: string;
  /** BCP 47 tag for money and dates. */
  readonly locale: string;
  /** By the name used in routes. */
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  readonly routes: readonly RouteConfig[];
  readonly quiet: readonly QuietConfig[];
  /** Units of the target currency for one unit of the source, dated; for `money()` comparisons in filters. */
  readonly rates: RatesConfig | null;
  readonly cards: Readonly<Partial<Record<SubjectKind, CardConfig>>>;
  /** How long later news of a sale is gathered into one update; 2,000 by default. */
  readonly settleMs: number;
  /** By when an alert must be seen; 5,000 by default. */
  readonly deadlineMs: number;
}

export interface StripeConfig {
  /** By account name; the first is the one that `/webhooks/stripe` without a name means. */
  readonly accounts: Readonly<Record<string, StripeAccountConfig>>;
  readonly toleranceSeconds: number;
  readonly apiUrl: string | null;
}

export interface StripeAccountConfig {
  readonly name: string;
  /** One, or two while a secret is rolled. */
  readonly webhookSecrets: readonly Secret[];
  readonly apiKey: Secret | null;
  /** Known from the API key's prefix or said in the file; null: both modes are shown, test marked as test. */
  readonly livemode: boolean | null;
}

export interface SlackConfig {
  /** `bot`: Web API, cards are updated · `webhook`: incoming webhook, posts only. */
  readonly mode: 'bot' | 'webhook';
  readonly botToken: Secret | null;
  readonly signingSecret: Secret | null;
  readonly webhookUrl: Secret | null;
  readonly apiUrl: string | null;
  /** Messages a second and channel; 0 = unpaced. */
  readonly channelRate: number;
}

export interface ChannelConfig {
  readonly name: string;
  /** Slack channel id; null for an incoming webhook, which carries its own channel. */
  readonly id: string | null;
  readonly webhookUrl: Secret | null;
  readonly privacy: 'full' | 'redacted' | 'minimal';
  /** Keys of metadata and free text that may be shown in a redacted channel. */
  readonly allow: readonly string[];
  readonly timezone: string;
  readonly locale: string;
  /** The lane's name: `<workspace>/<channel id>`, or `webhook/<name>`. */
  readonly lane: string;
}

export interface RouteConfig {
  readonly name: string;
  /** Where it stands in the file, for messages and `why`. */
  readonly line: number | null;
  readonly match: RouteMatch;
  /** CEL source; already type-checked. */
  readonly when: string | null;
  readonly to: readonly string[];
  readonly continue: boolean;
  readonly severity: Severity | null;
  readonly mention: string | null;
  readonly deadlineMs: number | null;
  readonly digestMs: number | null;
  readonly routes: readonly RouteConfig[];
}

/** All that are given must match; within a list any one. */
export interface RouteMatch {
  readonly topics: readonly (Topic | '*')[];
  /** Event types; a trailing `.*` matches a family. */
  readonly events: readonly string[];
  readonly accounts: readonly string[];
  readonly livemode: boolean | null;
  readonly severity: readonly Severity[];
  readonly currencies: readonly string[];
  readonly products: readonly string[];
  readonly prices: readonly string[];
  readonly plans: readonly string[];
  readonly customers: readonly string[];
  readonly countries: readonly string[];
  readonly paymentMethods: readonly string[];
  readonly declineCodes: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Decimal amount with currency, inclusive: `100.00 EUR`. */
  readonly amountMin: string | null;
  readonly amountMax: string | null;
}

export interface QuietConfig {
  readonly name: string;
  readonly days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /** `HH:MM` in `timezone`; `to` before `from` runs past midnight. */
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly channels: readonly string[];
  readonly except: readonly Severity[];
  readonly then: 'digest' | 'drop';
}

export interface RatesConfig {
  readonly base: string;
  /** By ISO date from which they hold: currency → value of one unit in `base`, as a decimal string. */
  readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface CardConfig {
  /** Liquid; null keeps Tillbell's own headline. */
  readonly headline: string | null;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly buttons: readonly { readonly label: string; readonly url: string }[];
  readonly lookups: Readonly<Record<string, string>>;
}
