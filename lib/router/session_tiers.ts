/**
 * Which tier a conversation was last in, so that it need not change its model, and lose what the
 * provider has cached, for every little change of its score.
 *
 * @module
 */
import type { Tier } from "../domain/routing.ts";
import type { RouterSettings } from "./settings.ts";

/** Sessions remembered; the one that was silent longest goes first. */
const MOST_SESSIONS = 10_000;

/** In memory only: after a restart conversations are scored anew. */
export class SessionTiers {
  /** In the order of last use. */
  readonly #tiers = new Map<string, Tier>();
  #settings: RouterSettings | null = null;

  constructor(private readonly most = MOST_SESSIONS) {}

  /** The tier of a session; null when it has none under these settings. */
  get(session: string, settings: RouterSettings): Tier | null {
    return this.#settings === settings ? this.#tiers.get(session) ?? null : null;
  }

  /** Remembers. New settings make all that was decided under older ones void. */
  set(session: string, tier: Tier, settings: RouterSettings): void {
    if (this.#settings !== settings) this.#tiers.clear();
    this.#settings = settings;
    this.#tiers.delete(session);
    this.#tiers.set(session, tier);
    if (this.#tiers.size <= this.most) return;
    const [oldest] = this.#tiers.keys();
    if (oldest !== undefined) this.#tiers.delete(oldest);
  }
}
