import { z } from 'zod';
import { subjectKinds } from '../domain/subject.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Handler } from './api.ts';
import { cursorOf, cursorParts, idText, pageQuery } from './cursor.ts';
import { parsed } from './refusal.ts';
import type { ConsoleSettings } from './settings.ts';

export interface SubjectsListDeps {
  readonly store: Pick<ConsoleStore, 'searchSubjects'>;
  readonly settings: () => Pick<ConsoleSettings, 'accounts'>;
}

const query = z.object({
  ...pageQuery,
  q: idText.optional(),
  kind: z.enum(subjectKinds).optional(),
  customer: idText.optional(),
});

/** Last changed first. */
export function subjectsList(deps: SubjectsListDeps): Handler<'GET /api/subjects'> {
  return async (request) => {
    const { limit, cursor, q, kind, customer } = parsed(query, request.query);
    const [updatedAt, id] = cursorParts(cursor, z.tuple([z.number(), z.string()])) ?? [];
    const items = await deps.store.searchSubjects({
      limit,
      ...(q === undefined ? {} : { anyId: { id: q, accounts: deps.settings().accounts } }),
      ...(kind === undefined ? {} : { kind }),
      ...(customer === undefined ? {} : { customer }),
      ...(updatedAt === undefined || id === undefined ? {} : { before: { updatedAt, id } }),
    });
    const last = items.at(-1);
    return { items, next: items.length < limit || last === undefined ? null : cursorOf(last.updatedAt, last.id) };
  };
}
