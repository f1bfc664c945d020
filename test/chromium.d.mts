export function chromiumPath(): string | undefined;
export function installChromiumIfNeeded(): void;
