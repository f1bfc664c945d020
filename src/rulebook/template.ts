/** Fills the places of a text: `{lastDay}` becomes the value of that name. */
export type Template = (values: Readonly<Record<string, string>>) => string;

/**
 * Takes a text with places in braces apart, once, so that filling it only joins. A place without a value stays as it is.
 */
export function template(text: string): Template {
  const [head = '', ...places] = text.split(/\{(?=\w+\})/);
  const parts = places.map((part) => {
    const end = part.indexOf('}');
    return { name: part.slice(0, end), tail: part.slice(end + 1) };
  });
  if (parts.length === 0) return () => text;
  return (values) => {
    let filled = head;
    for (const { name, tail } of parts) filled += (values[name] ?? `{${name}}`) + tail;
    return filled;
  };
}
