/**
 * A reading that remembers its answers: a list of 100,000 rows has a handful of organs and a few hundred days.
 *
 * It forgets everything beyond `capacity` texts, so that a file of all different texts does not fill memory.
 */
export function remembered<Value>(read: (text: string) => Value, capacity = 10_000): (text: string) => Value {
  const answers = new Map<string, Value>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = read(text);
    if (answers.size >= capacity) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
