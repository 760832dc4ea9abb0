/** What the console shows of the configuration; holds no secret. Asked at each request, so that a reload holds at once. */
export interface ConsoleSettings {
  readonly version: string;
  readonly timezone: string;
  readonly locale: string;
  readonly accounts: readonly string[];
  readonly channels: readonly {
    readonly name: string;
    readonly privacy: 'full' | 'redacted' | 'minimal';
    readonly lane: string;
  }[];
  /** Nothing is configured yet. */
  readonly firstRun: boolean;
}
