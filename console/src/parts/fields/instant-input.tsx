import { Input } from 'antd';

interface InstantInputProps {
  /** As the control writes it, `YYYY-MM-DDThh:mm`; empty: none. */
  value: string;
  onChange: (value: string) => void;
}

/** A day and a time of Beijing, whatever clock the desk has. */
export function InstantInput({ value, onChange }: InstantInputProps) {
  return <Input type="datetime-local" value={value} onChange={({ target }) => onChange(target.value)} />;
}

/** @returns what such a control says as an instant with offset; undefined if it says nothing */
export function instantOf(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  return `${value.length === 'YYYY-MM-DDThh:mm'.length ? `${value}:00` : value}+08:00`;
}
