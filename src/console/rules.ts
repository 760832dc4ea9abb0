import { z } from 'zod';
import type { Handler } from './api.ts';
import type {
  CardPaths,
  CardPreview,
  DraftFault,
  PlaygroundRequest,
  PlaygroundResult,
  Rules,
  TimeMachineRun,
} from './contract-rules.ts';
import { idText, seqText } from './cursor.ts';
import { notFound, parsed } from './refusal.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface RulesDeps {
  readonly rules: () => Promise<Rules>;
  readonly play: (request: PlaygroundRequest) => Promise<PlaygroundResult>;
  readonly judge: (draft: string) => readonly DraftFault[];
  readonly paths: (kind: string, seq: number | null) => Promise<CardPaths>;
  readonly previewCard: (request: { seq: number; channel: string; card: string | null }) => Promise<CardPreview>;
  readonly timeMachine: {
    start(request: { draft: string; days: number; limit: number; by: string }): Promise<TimeMachineRun>;
    get(id: string): Promise<TimeMachineRun | null>;
    cancel(id: string): Promise<TimeMachineRun | null>;
  };
}

/** Of a hand-written file; what is longer holds the process while it is read. */
const longestDraft = 200_000;
const draftText = z.string().max(longestDraft, 'a draft has at most 200,000 characters');

/** The route tree with its traffic, and the sections to begin a draft with. */
export function rulesShow(deps: RulesDeps): Handler<'GET /api/rules'> {
  return () => deps.rules();
}

const event = z.union([
  z.strictObject({ seq: z.int().positive() }),
  z.strictObject({
    json: z.string().max(512_000, 'an event has at most 512,000 characters'),
    account: z.string().max(100).exactOptional(),
  }),
]);

export function rulesPlayground(deps: RulesDeps): Handler<'POST /api/rules/playground'> {
  return async (request) => deps.play(parsed(z.strictObject({ event, draft: draftText.nullable() }), request.body));
}

/** What a draft changes, as a file to review and keep. */
export function rulesDiff(deps: RulesDeps): Handler<'POST /api/rules/diff'> {
  return async (request) => {
    const { draft } = parsed(z.strictObject({ draft: draftText }), request.body);
    const { draft: today, file } = await deps.rules();
    const name = file ?? 'tillbell.yaml';
    return { diff: unifiedDiff(today, draft, { before: name, after: `${name} (draft)` }), faults: deps.judge(draft) };
  };
}

export function timeMachineStart(deps: RulesDeps): Handler<'POST /api/rules/time-machine'> {
  const body = z.strictObject({
    draft: draftText,
    days: z.int().min(1).max(90).default(30),
    limit: z.int().min(1).max(200_000).default(50_000),
  });
  return async (request) => deps.timeMachine.start({ ...parsed(body, request.body), by: request.person.id });
}

export function timeMachineShow(deps: RulesDeps): Handler<'GET /api/rules/time-machine/:id'> {
  return async (request) => found(await deps.timeMachine.get(idIn(request.params)));
}

export function timeMachineCancel(deps: RulesDeps): Handler<'POST /api/rules/time-machine/:id/cancel'> {
  return async (request) => found(await deps.timeMachine.cancel(idIn(request.params)));
}

export function rulesPaths(deps: RulesDeps): Handler<'GET /api/rules/paths'> {
  const query = z.object({ kind: z.string().max(40), seq: seqText.optional() });
  return async (request) => {
    const { kind, seq } = parsed(query, request.query);
    return deps.paths(kind, seq ?? null);
  };
}

export function cardPreview(deps: RulesDeps): Handler<'POST /api/rules/card-preview'> {
  const body = z.strictObject({
    seq: z.int().positive(),
    channel: z.string().max(100),
    card: z.string().max(50_000).nullable(),
  });
  return async (request) => deps.previewCard(parsed(body, request.body));
}

function idIn(params: Readonly<Record<string, string>>): string {
  return parsed(z.object({ id: idText }), params).id;
}

function found(run: TimeMachineRun | null): TimeMachineRun {
  if (run === null) throw notFound('run');
  return run;
}
