import { z } from 'zod';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import type { Setup, SetupChannels, SetupManifest, SetupRequests } from './contract-setup.ts';
import { parsed } from './refusal.ts';

/** The guided set-up. What is entered is checked live; what is wrong throws TillbellError and changes nothing. */
export interface SetupSteps {
  show(): Promise<Setup>;
  stripe(request: SetupRequests['stripe']): Promise<Setup>;
  endpoint(request: SetupRequests['endpoint']): Promise<Setup>;
  manifest(publicUrl: string | null): SetupManifest;
  slack(request: SetupRequests['slack']): Promise<Setup>;
  channels(): Promise<SetupChannels>;
  channel(request: SetupRequests['channel']): Promise<Setup>;
  test(): Promise<Setup>;
  finish(): Promise<Setup>;
}

export interface SetupDeps {
  readonly note: NoteAudit;
  readonly setup: SetupSteps;
}

const secret = z.string().trim().min(1).max(500);
const address = z
  .url({ protocol: /^https?$/, error: 'write an address such as https://tillbell.example.com' })
  .max(300);

export function setupShow(deps: SetupDeps): Handler<'GET /api/setup'> {
  return () => deps.setup.show();
}

export function setupStripe(deps: SetupDeps): Handler<'POST /api/setup/stripe'> {
  const body = z.strictObject({ apiKey: secret });
  return (request) => done(deps, request.person.id, 'stripe', deps.setup.stripe(parsed(body, request.body)));
}

export function setupEndpoint(deps: SetupDeps): Handler<'POST /api/setup/endpoint'> {
  const body = z.strictObject({ publicUrl: address.exactOptional(), webhookSecret: secret.exactOptional() });
  return (request) => done(deps, request.person.id, 'endpoint', deps.setup.endpoint(parsed(body, request.body)));
}

export function setupManifest(deps: SetupDeps): Handler<'GET /api/setup/manifest'> {
  const query = z.object({ publicUrl: address.optional() });
  return async (request) => deps.setup.manifest(parsed(query, request.query).publicUrl ?? null);
}

export function setupSlack(deps: SetupDeps): Handler<'POST /api/setup/slack'> {
  const body = z.strictObject({ botToken: secret, signingSecret: secret.exactOptional() });
  return (request) => done(deps, request.person.id, 'slack', deps.setup.slack(parsed(body, request.body)));
}

export function setupChannels(deps: SetupDeps): Handler<'GET /api/setup/channels'> {
  return () => deps.setup.channels();
}

export function setupChannel(deps: SetupDeps): Handler<'POST /api/setup/channel'> {
  const body = z.strictObject({
    id: z.string().regex(/^[CG][A-Z0-9]{2,30}$/, 'write a channel id such as C0123456789'),
  });
  return (request) => done(deps, request.person.id, 'channel', deps.setup.channel(parsed(body, request.body)));
}

export function setupTest(deps: SetupDeps): Handler<'POST /api/setup/test'> {
  return (request) => done(deps, request.person.id, 'test', deps.setup.test());
}

export function setupFinish(deps: SetupDeps): Handler<'POST /api/setup/finish'> {
  return (request) => done(deps, request.person.id, 'finish', deps.setup.finish());
}

async function done(deps: SetupDeps, actor: string, step: string, work: Promise<Setup>): Promise<Setup> {
  const shown = await work;
  await deps.note(noteOf(actor, 'console.setup', { detail: step }));
  return shown;
}
