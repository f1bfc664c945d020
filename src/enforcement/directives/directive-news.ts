import { Injectable } from '@nestjs/common';

/** Tells who wants to know, in this process, that directives were issued. */
@Injectable()
export class DirectiveNews {
  private readonly followers = new Set<() => void>();

  /** To be called when they are committed. */
  issued(): void {
    for (const follower of this.followers) follower();
  }

  /** @returns ends it */
  follow(follower: () => void): () => void {
    this.followers.add(follower);
    return () => void this.followers.delete(follower);
  }
}
