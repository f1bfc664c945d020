import { Flex } from 'antd';
import type { ReactNode } from 'react';

interface BlankProps {
  title: string;
  why?: string | undefined;
  /** What can be done about it. */
  children?: ReactNode;
}

/** In place of a page or a part of it: that nothing is here, why, and what to do. */
export function Blank({ title, why, children }: BlankProps) {
  return (
    <Flex vertical align="center" gap={8} style={{ padding: '48px 16px', textAlign: 'center' }}>
      <strong style={{ fontSize: 16 }}>{title}</strong>
      {why !== undefined && <span className="secondary">{why}</span>}
      {children}
    </Flex>
  );
}
