import { type ReactNode, useEffect, useId, useRef } from 'react';
import { words } from '../words.ts';
import { IconButton } from './button.tsx';

/** A modal: the browser keeps the focus inside, Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  title,
  onClose,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onClose={onClose}
      className={`m-auto max-h-[90dvh] w-[calc(100vw-2rem)] overflow-auto rounded-lg border border-line bg-raised p-0 text-text shadow-float ${wide ? 'max-w-[46rem]' : 'max-w-[30rem]'}`}
    >
      <header className="flex items-center border-b border-line py-2 pr-2 pl-4">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        <IconButton icon="close" label={words.close} className="ml-auto" onClick={() => element.current?.close()} />
      </header>
      <div className="p-4">{children}</div>
    </dialog>
  );
}
