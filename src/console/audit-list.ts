import { z } from 'zod';
import { textAt } from '../domain/json.ts';
import { money } from '../domain/money.ts';
import type { ActionStore, AuditRow } from '../store/action-store.ts';
import type { Handler } from './api.ts';
import type { AuditLine } from './contract-operations.ts';
import { cursorOf, cursorParts, idText, pageQuery } from './cursor.ts';
import { parsed } from './refusal.ts';

const query = z.object({ ...pageQuery, subject: idText.optional() });

/** Who did what, newest first. */
export function auditList(deps: { readonly store: Pick<ActionStore, 'listAudit'> }): Handler<'GET /api/audit'> {
  return async (request) => {
    const { limit, cursor, subject } = parsed(query, request.query);
    const before = cursorParts(cursor, z.tuple([z.number()]))?.[0];
    const found = await deps.store.listAudit({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(subject === undefined ? {} : { subjectId: subject }),
    });
    const last = found.at(-1);
    return { items: found.map(auditLine), next: found.length < limit || last === undefined ? null : cursorOf(last.id) };
  };
}

export function auditLine(row: AuditRow): AuditLine {
  const { id, at, actor, verb, account, target, subjectId, outcome, detail, before } = row;
  const amount = before === null ? null : money(before['amount'], textAt(before, 'currency'));
  return { id, at, actor, verb, account, target, subjectId, outcome, detail, amount };
}
