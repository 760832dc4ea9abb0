import type { Reason } from './event.ts';
import type { JsonObject } from './json.ts';

/** What came of a call that shows something to one person. Expected failures are outcomes, never thrown. */
export type Shown =
  | { readonly kind: 'shown'; readonly id: string | null }
  /** Too late or not possible: an expired trigger, a closed view, a used response_url. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'unavailable'; readonly reason: Reason };

/** A person as Slack knows him. */
export interface SlackPerson {
  readonly id: string;
  readonly deactivated: boolean;
  readonly bot: boolean;
  /** Of another organisation (Slack Connect). */
  readonly external: boolean;
}

/** Slack's surfaces for one person and Slack's word on people; implemented in clients/slack. */
export interface SlackSurface {
  openModal(triggerId: string, view: JsonObject): Promise<Shown>;
  updateModal(viewId: string, view: JsonObject): Promise<Shown>;
  publishHome(user: string, view: JsonObject): Promise<Shown>;
  /** A message that only this person sees, in the channel (and thread). */
  whisper(to: { channel: string; user: string; threadTs: string | null; text: string }): Promise<Shown>;
  /** Answers through a response_url; refused unless the address is Slack's. */
  respond(url: string, text: string): Promise<Shown>;
  /** Previews under links of a message (`channel`, `ts`), or of one that is being written (`unfurl_id`, `source`). */
  unfurl(where: Readonly<Record<string, string>>, unfurls: JsonObject): Promise<Shown>;
  /** Puts another text and blocks into a message of ours. */
  rewrite(message: {
    readonly channel: string;
    readonly ts: string;
    readonly text: string;
    readonly blocks: readonly JsonObject[];
  }): Promise<Shown>;
  /** Says something in the thread of a message of ours. */
  reply(message: { readonly channel: string; readonly ts: string; readonly text: string }): Promise<Shown>;
  /** Null where Slack does not know the person; a reason where it could not be asked. */
  person(id: string): Promise<{ readonly person: SlackPerson | null } | { readonly reason: Reason }>;
  membersOf(userGroup: string): Promise<{ readonly members: readonly string[] } | { readonly reason: Reason }>;
}
