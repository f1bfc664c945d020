import type { ComponentProps } from 'react';
import './choice.css';

type ChoiceProps = ComponentProps<'select'> & {
  options: readonly { value: string; label: string }[];
};

/** Nothing chosen yet: first among the options of a field that must be filled. */
export const NONE = { value: '', label: '' };

/** One of a few: the browser's own, which weighs nothing where a page stands at once. In a form as any other field. */
export function Choice({ options, ...select }: ChoiceProps) {
  return (
    <select {...select} className="choice">
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
