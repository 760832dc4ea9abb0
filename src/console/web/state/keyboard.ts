import { useEffect, useRef } from 'react';

export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Single keys while nobody is typing and no dialog is open; `Escape` also from within a field. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const action = current.current[event.key];
      if (action === undefined) return;
      if (event.key !== 'Escape' && (writes(event.target) || document.querySelector('dialog[open]') !== null)) return;
      action(event);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

/** j and k move the focus through the rows of a list, which are its elements with `data-row`. */
export function useRowKeys(): void {
  const move = (by: 1 | -1) => (event: KeyboardEvent) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    event.preventDefault();
  };
  useKeys({ j: move(1), k: move(-1) });
}
