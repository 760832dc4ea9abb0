import { text } from '../arguments.ts';
import { type Answer, good, refused } from '../model.ts';
import type { Triggers } from '../triggers.ts';
import type { StoredView, Views } from '../views.ts';
import type { Call, Method } from './method.ts';

/** views.open, .push, .update and .publish. */
export function viewMethods(views: Views, triggers: Triggers): Readonly<Record<string, Method>> {
  const method = (run: (call: Call) => Answer): Method => ({ tier: 4, scopes: [], run });
  const answered = (made: StoredView | Answer): Answer => ('body' in made ? made : good({ view: views.shown(made) }));
  const findView = (call: Call): StoredView | null => {
    const id = text(call.values, 'view_id');
    const externalId = text(call.values, 'external_id');
    return id === null ? (externalId === null ? null : views.byExternalId(externalId)) : views.get(id);
  };
  const stale = (call: Call, view: StoredView): boolean => {
    const hash = text(call.values, 'hash');
    return hash !== null && hash !== view.hash;
  };
  return {
    'views.open': method((call) => {
      const refusal = triggers.exchange(text(call.values, 'trigger_id'));
      return refusal ?? answered(views.create(call.values['view'], { kind: 'modal', user: null, previous: null }));
    }),
    'views.push': method((call) => {
      const refusal = triggers.exchange(text(call.values, 'trigger_id'));
      if (refusal !== null) return refusal;
      const open = views.all().filter((view) => view.kind === 'modal' && view.open);
      if (open.length >= 3) return refused('push_limit_reached');
      const previous = open.at(-1) ?? null;
      return previous === null
        ? refused('not_found')
        : answered(views.create(call.values['view'], { kind: 'modal', user: null, previous }));
    }),
    'views.update': method((call) => {
      const view = findView(call);
      if (view === null || !view.open) return refused('not_found');
      if (stale(call, view)) return refused('hash_conflict');
      return views.replace(view, call.values['view']) ?? good({ view: views.shown(view) });
    }),
    'views.publish': method((call) => {
      const user = text(call.values, 'user_id');
      if (user === null || !call.workspace.users.has(user)) {
        return refused('invalid_arguments', { response_metadata: { messages: ['[ERROR] invalid `user_id`'] } });
      }
      const home = views.home(user);
      if (home === null) return answered(views.create(call.values['view'], { kind: 'home', user, previous: null }));
      if (stale(call, home)) return refused('hash_conflict');
      return views.replace(home, call.values['view']) ?? good({ view: views.shown(home) });
    }),
  };
}
