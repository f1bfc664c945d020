import { Button } from 'antd';
import { Suspense, useState, type ComponentType } from 'react';
import { useMay } from '../../session/session';

interface RegisterButtonProps {
  label: string;
  /** Loaded when it is opened. */
  dialog: ComponentType<{ title: string; onClose: () => void }>;
}

/** Registers another one, where the officer may. */
export function RegisterButton({ label, dialog: NewDialog }: RegisterButtonProps) {
  const mayRegister = useMay('admin');
  const [isOpen, setOpen] = useState(false);
  if (!mayRegister) return null;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Suspense>{isOpen && <NewDialog title={label} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
