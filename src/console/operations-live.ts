import { z } from 'zod';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import type { LiveCheck, VerifyRun } from './contract-operations.ts';
import { idText } from './cursor.ts';
import { notFound, parsed } from './refusal.ts';

export interface OperationsLiveDeps {
  readonly note: NoteAudit;
  readonly check: () => Promise<LiveCheck>;
  /** Has the endpoint send what the routes need beside what it sends. Throws TillbellError where Stripe refuses. */
  readonly fixEndpoint: (request: {
    account: string;
    endpoint: string;
  }) => Promise<{ readonly added: readonly string[] }>;
  readonly verify: {
    start(request: { account: string | null; hours: number; fix: boolean; by: string }): Promise<VerifyRun>;
    get(id: string): Promise<VerifyRun | null>;
  };
}

export function operationsCheck(deps: OperationsLiveDeps): Handler<'POST /api/operations/check'> {
  return () => deps.check();
}

/** Only ever adds: what people chose in Stripe stays. */
export function operationsEndpoint(deps: OperationsLiveDeps): Handler<'POST /api/operations/endpoint'> {
  const body = z.strictObject({ account: z.string().max(100), endpoint: z.string().regex(/^we_\w{1,80}$/) });
  return async (request) => {
    const asked = parsed(body, request.body);
    const { added } = await deps.fixEndpoint(asked);
    await deps.note(
      noteOf(request.person.id, 'console.endpoint', {
        account: asked.account,
        target: asked.endpoint,
        detail: added.length === 0 ? 'enabled' : `added ${added.join(' ')}`,
      }),
    );
    return deps.check();
  };
}

export function operationsVerify(deps: OperationsLiveDeps): Handler<'POST /api/operations/verify'> {
  const body = z.strictObject({
    account: z.string().max(100).exactOptional(),
    hours: z.int().min(1).max(720),
    fix: z.boolean(),
  });
  return async (request) => {
    const { account = null, hours, fix } = parsed(body, request.body);
    const { id: by } = request.person;
    const run = await deps.verify.start({ account, hours, fix, by });
    await deps.note(
      noteOf(by, 'console.verify', { account, detail: `${hours} h${fix ? ', taking in what is missing' : ''}` }),
    );
    return run;
  };
}

export function operationsVerifyShow(deps: OperationsLiveDeps): Handler<'GET /api/operations/verify/:id'> {
  return async (request) => {
    const run = await deps.verify.get(parsed(z.object({ id: idText }), request.params).id);
    if (run === null) throw notFound('run');
    return run;
  };
}
