/** Parts of a page that have their own address. */
export function Tabs({
  label,
  tabs,
  current,
}: {
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly label: string; readonly to: string }[];
  readonly current: string;
}) {
  return (
    <nav aria-label={label} className="mb-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.id}>
            <a
              href={tab.to}
              aria-current={tab.id === current ? 'page' : undefined}
              className={`-mb-px block border-b-2 px-3 py-2 text-sm font-medium whitespace-nowrap ${tab.id === current ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text'}`}
            >
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
