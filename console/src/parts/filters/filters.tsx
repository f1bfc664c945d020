import { Select } from 'antd';
import type { ReactNode } from 'react';
import './filters.css';
import { useSearchParameters } from './search-parameters';

/** An event needs a period: without one in the address it happened at any time. */
export const ANY_TIME = { from: '1990-01-01', to: '2099-12-31' } as const;

/** What chooses rows of a list, in one line. */
export function Filters({ children }: { children: ReactNode }) {
  return <div className="filters no-print">{children}</div>;
}

export interface FilterOption {
  value: string;
  label: string;
}

interface FilterChoiceProps {
  /** Of the search parameter: a choice has an address. */
  name: string;
  label: string;
  /** What it says while nothing is chosen. */
  all: string;
  options: readonly FilterOption[];
  width?: number;
  /** For many options: typing narrows them down. */
  isLong?: boolean;
}

/** One of several values, or none. */
export function FilterChoice({ name, label, all, options, width = 150, isLong = false }: FilterChoiceProps) {
  const [value, setValue] = useFilterText(name);
  return (
    <Select
      aria-label={label}
      style={{ width }}
      popupMatchSelectWidth={false}
      showSearch={isLong && { optionFilterProp: 'label' }}
      value={value}
      options={[{ value: '', label: all }, ...options]}
      onChange={setValue}
    />
  );
}

/** A day, or none. A plain control: that of antd weighs more than the rest of the page. @param short what stands before it; the label if absent */
export function FilterDay({ name, label, short = label }: { name: string; label: string; short?: string }) {
  const [value, setValue] = useFilterText(name);
  return (
    <label className="day">
      {short}
      <input
        type="date"
        aria-label={label}
        title={label}
        value={value}
        onChange={({ target }) => setValue(target.value)}
      />
    </label>
  );
}

/** What the address says of a filter, if it is one of the values that there are. */
export function useFilter<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
  return useSearchParameters().choice(name, values);
}

/** What the address says of a filter, in any words; empty: nothing. */
export function useFilterText(name: string): [said: string, say: (value: string) => void] {
  const { read, change } = useSearchParameters();
  return [read(name) ?? '', (value) => change({ [name]: value })];
}

/** `{ open: '待说明' }` → what {@link FilterChoice} takes. */
export function optionsOf(names: Readonly<Record<string, string>>): FilterOption[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
