import type { ReactNode } from 'react';

interface FieldProps {
  label: string;
  hint?: string;
  /** One control. */
  children: ReactNode;
}

/** A control with its name above it, and what to know about it below. */
export function Field({ label, hint, children }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
      {hint !== undefined && <small className="secondary">{hint}</small>}
    </label>
  );
}
