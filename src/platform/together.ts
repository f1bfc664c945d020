/**
 * Gathers what arrives in one turn of the event loop and works on all of it at the end of the turn: the same code many times in
 * a row takes less time than between the readings and writings of as many sockets.
 *
 * @param work is given at least one item, in order of arrival; it may not throw, as one item's failure is not the others'
 * @returns adds an item
 */
export function together<Item>(work: (items: readonly Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  const workOnAll = () => {
    const items = waiting;
    waiting = [];
    work(items);
  };
  return (item) => {
    if (waiting.push(item) === 1) setImmediate(workOnAll);
  };
}
