/** First run. Secrets go in and never come out: what is set is said by `set` and its last characters at most. */
export interface Setup {
  /** False: this service is configured by a file or the environment already; the steps only show how it stands. */
  readonly open: boolean;
  readonly steps: readonly SetupStep[];
  /** The first step that is not done; `done` at the end. */
  readonly next: SetupStep['id'] | 'done';
  readonly stripe: {
    readonly account: string | null;
    /** `test` or `live`, from the key; null before. */
    readonly mode: 'test' | 'live' | null;
    /** `rk_test_…4242`. */
    readonly key: string | null;
    readonly webhookSecretSet: boolean;
    readonly endpointUrl: string | null;
  };
  readonly slack: {
    readonly team: string | null;
    readonly bot: string | null;
    readonly signingSecretSet: boolean;
    readonly missingScopes: readonly string[];
  };
  readonly channel: { readonly id: string; readonly name: string } | null;
  /** What was written at the end, and where; the service goes on with it. */
  readonly written: { readonly file: string; readonly secretsFile: string } | null;
}

export interface SetupStep {
  readonly id: 'stripe' | 'endpoint' | 'slack' | 'channel' | 'test' | 'finish';
  readonly state: 'todo' | 'done' | 'failed';
  /** How it stands, checked live. */
  readonly text: string;
  readonly hint: string | null;
}

export interface SetupRequests {
  /** A restricted key is best: the page says which permissions. */
  readonly stripe: { readonly apiKey: string };
  /**
   * With `publicUrl` the endpoint is made (or found) at Stripe with what the routes need; with `webhookSecret` one that
   * exists is used (`stripe listen` for a trial).
   */
  readonly endpoint: { readonly publicUrl?: string; readonly webhookSecret?: string };
  readonly slack: { readonly botToken: string; readonly signingSecret?: string };
  readonly channel: { readonly id: string };
}

export interface SetupManifest {
  /** JSON for api.slack.com/apps → From a manifest. */
  readonly manifest: string;
  /** Opens Slack with the manifest filled in. */
  readonly url: string;
}

export interface SetupChannels {
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly private: boolean;
    /** False: `/invite` the app first, or let it join a public one. */
    readonly member: boolean;
  }[];
}
