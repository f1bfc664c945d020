import { message } from 'antd';
import { createContext, useContext, type ReactNode } from 'react';

/** Says for a moment that something was done: `useToast()(said.approved)`. What failed stays on the page as a `ProblemAlert`. */
type Toast = (text: string) => void;

const Context = createContext<Toast>(() => undefined);

export function useToast(): Toast {
  return useContext(Context);
}

/** Around the whole console. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, place] = message.useMessage();
  return (
    <Context value={(text) => void toasts.success(text)}>
      {place}
      {children}
    </Context>
  );
}
