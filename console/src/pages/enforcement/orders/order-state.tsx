import { Tag } from 'antd';
import { useEffect, useState } from 'react';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { ORDER_WORDS } from './words';

type Order = Schema<'CardOrderView'>;

const COLOURS: Readonly<Record<Order['state'], string>> = {
  proposed: 'gold',
  standing: 'red',
  extending: 'volcano',
  released: 'green',
  expired: 'default',
  rejected: 'default',
};

const MS_OF_AN_HOUR = 3_600_000;
const MS_OF_A_MINUTE = 60_000;

export function OrderState({ state }: { state: Order['state'] }) {
  const { states } = useWords(ORDER_WORDS);
  return <Tag color={COLOURS[state]}>{states[state]}</Tag>;
}

/** How long an order still stands. */
export function TimeLeft({ order: { state, endsAt } }: { order: Order }) {
  const format = useFormat();
  const now = useMinute();
  const isStanding = state === 'standing' || state === 'extending';
  if (!isStanding || endsAt === null) return '—';
  return format.hours(Math.max(0, (Date.parse(endsAt) - now) / MS_OF_AN_HOUR));
}

/** Now, by the minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MS_OF_A_MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}
