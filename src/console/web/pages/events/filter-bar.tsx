import { Button } from '../../parts/button.tsx';
import { QuerySelect, QueryText } from '../../parts/query-fields.tsx';
import { setQuery } from '../../state/router.ts';
import { useMe } from '../../state/session.tsx';
import { words } from '../../words.ts';
import { type Filters, filterNames, moreNames } from './filters.ts';

const text = words.events;
const labelled = (names: readonly string[]) => names.map((value) => ({ value, label: value }));

/** Every filter stands in the address: a search can be sent to a colleague. */
export function FilterBar({ filters }: { readonly filters: Filters }) {
  const active = filterNames.some((name) => filters[name] !== undefined);
  return (
    <search className="mb-4 block">
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.3fr)_minmax(0,1fr)_auto]">
        <QueryText name="q" label={text.search} placeholder={text.searchHint} type="search" />
        <QueryText name="type" label={text.type} placeholder={text.typeHint} />
        <QuerySelect
          name="state"
          label={text.state}
          any={text.anyState}
          options={Object.entries(text.states).map(([value, label]) => ({ value, label }))}
        />
        <Button
          disabled={!active}
          onClick={() => setQuery(Object.fromEntries(filterNames.map((name) => [name, null])))}
        >
          {text.clear}
        </Button>
      </div>
      <details className="mt-2" open={moreNames.some((name) => filters[name] !== undefined)}>
        <summary className="w-fit text-sm text-muted hover:text-text">{text.more}</summary>
        <MoreFilters filters={filters} />
      </details>
    </search>
  );
}

function MoreFilters({ filters }: { readonly filters: Filters }) {
  const { accounts } = useMe();
  const amountWithout = filters.currency === undefined && (filters.amountMin ?? filters.amountMax) !== undefined;
  return (
    <div className="mt-2 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <QueryText name="customer" label={text.customer} placeholder="cus_…" />
      <QuerySelect name="account" label={text.account} any={text.anyAccount} options={labelled(accounts)} />
      <QuerySelect
        name="mode"
        label={text.mode}
        any={text.anyMode}
        options={[
          { value: 'live', label: text.live },
          { value: 'test', label: text.test },
        ]}
      />
      <QueryText name="currency" label={text.currency} placeholder="EUR" />
      <QueryText
        name="amountMin"
        label={text.amountMin}
        placeholder="100.00"
        fault={amountWithout ? text.amountNeedsCurrency : null}
      />
      <QueryText name="amountMax" label={text.amountMax} placeholder="500.00" />
      <QueryText name="since" label={text.since} type="datetime-local" />
      <QueryText name="until" label={text.until} type="datetime-local" />
    </div>
  );
}
