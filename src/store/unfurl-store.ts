/** What was shown under links in Slack lately. Times are milliseconds since the epoch. */
export interface UnfurlStore {
  /** Notes that the object is shown in the Slack channel; false where it stands there since less than its time. */
  noteUnfurl(note: {
    readonly channel: string;
    readonly object: string;
    readonly now: number;
    readonly until: number;
  }): Promise<boolean>;
  /** It could not be shown after all. */
  forgetUnfurl(note: { readonly channel: string; readonly object: string }): Promise<void>;
}
