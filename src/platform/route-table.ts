/** Every route by method, to tell an unknown path (404) from an unknown method (405). */
export class RouteTable {
  private readonly patterns = new Map<string, { shape: RegExp; methods: Set<string> }>();

  /** @param url pattern such as `/v1/sanction-lists/:id` */
  add(method: string | readonly string[], url: string): void {
    const known = this.patterns.get(url) ?? { shape: shapeOf(url), methods: new Set<string>() };
    for (const name of typeof method === 'string' ? [method] : method) known.methods.add(name);
    this.patterns.set(url, known);
  }

  /** Methods the path is served with, in alphabetical order. */
  methodsOf(path: string): string[] {
    const methods = [...this.patterns.values()]
      .filter(({ shape }) => shape.test(path))
      .flatMap((pattern) => [...pattern.methods]);
    return [...new Set(methods)].sort();
  }
}

function shapeOf(url: string): RegExp {
  const segments = url
    .split('/')
    .map((segment) =>
      segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\*', '.*'),
    );
  return new RegExp(`^${segments.join('/')}$`);
}
