/** Without what is not said: a query has no `undefined` in it. */
export function given<Asked extends object>(asked: Asked): { [Key in keyof Asked]?: Exclude<Asked[Key], undefined> };
export function given(asked: object): object {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}
