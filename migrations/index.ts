import { CreateTheHouse1763700000000 } from './1763700000000-create-the-house.js';
import { PublishRulebooks1763700000001 } from './1763700000001-publish-rulebooks.js';

/** Every migration, oldest first. Explicit, so that a forgotten file is a compile error and not a surprise. */
export const MIGRATIONS = [CreateTheHouse1763700000000, PublishRulebooks1763700000001];
