import { isObject, type JsonObject } from '../../domain/json.ts';
import { withIds } from './content.ts';
import { type Answer, refused } from './model.ts';
import { validateView } from './validate-view.ts';
import { bot, type Workspace } from './workspace.ts';

export interface StoredView {
  readonly id: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly kind: 'modal' | 'home';
  /** Whose screen it is on; null for a modal, which any test user may have opened. */
  readonly user: string | null;
  hash: string;
  content: JsonObject;
  open: boolean;
}

export interface Views {
  get(id: string): StoredView | null;
  byExternalId(externalId: string): StoredView | null;
  home(user: string): StoredView | null;
  /** Keeps a new view, or answers what Slack would refuse. */
  create(
    view: unknown,
    at: { kind: 'modal' | 'home'; user: string | null; previous: StoredView | null },
  ): StoredView | Answer;
  replace(stored: StoredView, view: unknown): Answer | null;
  /** A view as Slack answers it. */
  shown(view: StoredView): JsonObject;
  all(): StoredView[];
}

export function createViews(workspace: Workspace): Views {
  const views = new Map<string, StoredView>();
  const content = (view: JsonObject): JsonObject => ({
    ...view,
    blocks: Array.isArray(view['blocks']) ? withIds(view['blocks'].filter(isObject), () => workspace.nextId('b')) : [],
  });
  const keep = (view: StoredView): StoredView => {
    views.set(view.id, view);
    workspace.emit({ kind: 'view', view: described(view) });
    return view;
  };
  const find = (wanted: (view: StoredView) => boolean): StoredView | null =>
    [...views.values()].reverse().find(wanted) ?? null;
  return {
    get: (id) => views.get(id) ?? null,
    byExternalId: (externalId) => find((view) => view.content['external_id'] === externalId),
    home: (user) => find((view) => view.kind === 'home' && view.user === user),
    create(view, { kind, user, previous }) {
      const refusal = refusalOf(view, kind);
      if (refusal !== null || !isObject(view)) return refusal ?? refused('invalid_arguments');
      const id = workspace.nextId('V');
      return keep({
        id,
        rootId: previous?.rootId ?? id,
        previousId: previous?.id ?? null,
        kind,
        user,
        hash: workspace.nextTs(),
        content: content(view),
        open: true,
      });
    },
    replace(stored, view) {
      const refusal = refusalOf(view, stored.kind);
      if (refusal !== null || !isObject(view)) return refusal ?? refused('invalid_arguments');
      stored.content = content(view);
      stored.hash = workspace.nextTs();
      keep(stored);
      return null;
    },
    shown: described,
    all: () => [...views.values()],
  };
}

function refusalOf(view: unknown, kind: 'modal' | 'home'): Answer | null {
  const faults = validateView(view, kind);
  if (faults.length === 0) return null;
  const messages = faults.map((found) => `[ERROR] ${found.message} [json-pointer:/view${found.pointer}]`);
  return refused('invalid_arguments', { response_metadata: { messages } });
}

function described(view: StoredView): JsonObject {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    ...view.content,
    id: view.id,
    team_id: bot.team,
    app_id: bot.app,
    app_installed_team_id: bot.team,
    bot_id: bot.botId,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    hash: view.hash,
    state: { values: {} },
  };
}
