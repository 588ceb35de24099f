/**
 * Who is signed in as administrator. Sessions live in memory: a restart ends them.
 *
 * @module
 */
import type { Clock, RandomBytes } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
import { hashToken } from "./caller_tokens.ts";

const RANDOM_LENGTH = 32;
const LONGEST_PRESENTED = 256;
/** The oldest one ends when more than these are open. */
const MOST_SESSIONS = 1000;

/** The sessions of this process. */
export class AdminSessions {
  /** SHA-256 of the token, hex → end on the monotonic clock, ms; longest unused first. */
  readonly #endsMs = new Map<string, number>();

  /** A session ends when it was not used for `ttlMs`. */
  constructor(
    private readonly clock: Clock,
    private readonly randomBytes: RandomBytes,
    readonly ttlMs: number,
  ) {}

  /** Opens a session; the token (43 characters) is not kept. */
  open(): Secret {
    this.#dropEnded();
    const token = this.randomBytes(RANDOM_LENGTH)
      .toBase64({ alphabet: "base64url", omitPadding: true });
    this.#renew(keyOf(token));
    return new Secret(token);
  }

  /** Whether the token is of an open session; using one makes it last longer. */
  isOpen(token: string): boolean {
    if (token.length > LONGEST_PRESENTED) return false;
    this.#dropEnded();
    const key = keyOf(token);
    if (!this.#endsMs.has(key)) return false;
    this.#renew(key);
    return true;
  }

  /** Ends the session; false when there was none. */
  close(token: string): boolean {
    return this.#endsMs.delete(keyOf(token));
  }

  /** Ends all, for example after the password changed. */
  closeAll(): void {
    this.#endsMs.clear();
  }

  get count(): number {
    this.#dropEnded();
    return this.#endsMs.size;
  }

  /** All last equally long, so the map's order is that of their ends. */
  #renew(key: string): void {
    this.#endsMs.delete(key);
    this.#endsMs.set(key, this.clock.monotonic() + this.ttlMs);
    if (this.#endsMs.size > MOST_SESSIONS) this.#dropFirst();
  }

  #dropEnded(): void {
    const nowMs = this.clock.monotonic();
    for (const [key, endMs] of this.#endsMs) {
      if (endMs > nowMs) return;
      this.#endsMs.delete(key);
    }
  }

  #dropFirst(): void {
    for (const key of this.#endsMs.keys()) {
      this.#endsMs.delete(key);
      return;
    }
  }
}

const keyOf = (token: string): string => hashToken(token).toHex();
