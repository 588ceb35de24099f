/**
 * Who is signed in as administrator. Checked in memory, stored as hashes, so that sessions survive a
 * restart and a stolen database opens nothing.
 *
 * @module
 */
import type { Clock, Log, NewId, RandomBytes } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
import type { AdminSessionRecords, StoredAdminSession } from "../store/admin_sessions.ts";
import { hashToken } from "./caller_tokens.ts";
import { LastUse } from "./last_use.ts";

const RANDOM_LENGTH = 32;
const LONGEST_PRESENTED = 256;
/** The longest unused one ends when more than these are open. */
const MOST_SESSIONS = 1000;
const LONGEST_USER_AGENT = 200;

/** A session, as it may be shown. */
export interface AdminSession {
  readonly id: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number;
  /** When it ends unless it is used before. */
  readonly expiresAtMs: number;
  /** From where it was opened. */
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface AdminSessionsParts {
  readonly records: AdminSessionRecords;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly newId: NewId;
  /** How long a session lasts unused, ms. */
  readonly ttlMs: () => number;
  readonly log: Log;
}

/** The sessions of this gateway. */
export class AdminSessions {
  /** SHA-256 of the token, hex → session. */
  #byHash = new Map<string, StoredAdminSession>();
  readonly #lastUse: LastUse;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: AdminSessionsParts) {
    this.#lastUse = new LastUse((id, atMs) => parts.records.noteUse(id, atMs), parts.log);
  }

  get ttlMs(): number {
    return this.parts.ttlMs();
  }

  /** Reads the stored sessions, at start and when another process changed them. */
  load(): Promise<void> {
    return this.#exclusively(async () => {
      const stored = await this.parts.records.list();
      const ended = stored.filter((session) => this.#hasEnded(session));
      await this.parts.records.delete(ended.map(({ id }) => id));
      this.#byHash = new Map(
        stored.filter((session) => !ended.includes(session)).map((session) => {
          const key = session.tokenHash.toHex();
          const known = this.#byHash.get(key);
          const isFresher = known !== undefined && known.lastUsedAtMs > session.lastUsedAtMs;
          return [key, isFresher ? known : session];
        }),
      );
    });
  }

  /** Opens a session under a new token (43 characters), which is not kept. */
  open(from: { readonly ip: string | null; readonly userAgent: string | null }): Promise<{
    readonly token: Secret;
    readonly session: AdminSession;
  }> {
    return this.#exclusively(async () => {
      const { records, clock, randomBytes, newId } = this.parts;
      const token = randomBytes(RANDOM_LENGTH)
        .toBase64({ alphabet: "base64url", omitPadding: true });
      const nowMs = clock.now();
      const session: StoredAdminSession = {
        id: newId(),
        tokenHash: hashToken(token),
        createdAtMs: nowMs,
        lastUsedAtMs: nowMs,
        ip: from.ip,
        userAgent: from.userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
      };
      await this.#delete((other) => this.#hasEnded(other));
      const longestUnused = [...this.#byHash.values()]
        .toSorted((a, b) => a.lastUsedAtMs - b.lastUsedAtMs)
        .slice(0, Math.max(0, this.#byHash.size + 1 - MOST_SESSIONS));
      await this.#delete((other) => longestUnused.includes(other));
      await records.insert(session);
      this.#byHash.set(session.tokenHash.toHex(), session);
      return { token: new Secret(token), session: this.#shown(session) };
    });
  }

  /** The session of a token, which lasts longer by being used; null when none is open. */
  use(token: string): AdminSession | null {
    if (token.length > LONGEST_PRESENTED) return null;
    const key = hashToken(token).toHex();
    const session = this.#byHash.get(key);
    if (session === undefined || this.#hasEnded(session)) return null;
    const used = { ...session, lastUsedAtMs: this.parts.clock.now() };
    this.#byHash.set(key, used);
    this.#lastUse.note(used.id, used.lastUsedAtMs, this.ttlMs / 4);
    return this.#shown(used);
  }

  /** All that are open, oldest first. */
  list(): AdminSession[] {
    return [...this.#byHash.values()].filter((session) => !this.#hasEnded(session))
      .map((session) => this.#shown(session)).sort((a, b) => a.id < b.id ? -1 : 1);
  }

  /** Ends a session; null when there was none. */
  close(id: string): Promise<AdminSession | null> {
    return this.#exclusively(async () => {
      const [closed] = await this.#delete((session) => session.id === id);
      return closed ?? null;
    });
  }

  /** Ends all but one, for example after the password changed; tells how many. */
  closeOthers(id: string | null): Promise<number> {
    return this.#exclusively(async () => {
      return (await this.#delete((session) => session.id !== id)).length;
    });
  }

  /** Resolves when every use has been written. */
  drain(): Promise<void> {
    return this.#lastUse.drain();
  }

  /** At once in memory, then in the database. */
  async #delete(which: (session: StoredAdminSession) => boolean): Promise<AdminSession[]> {
    const chosen = [...this.#byHash.entries()].filter(([, session]) => which(session));
    for (const [key] of chosen) this.#byHash.delete(key);
    await this.parts.records.delete(chosen.map(([, { id }]) => id));
    return chosen.map(([, session]) => this.#shown(session));
  }

  #hasEnded({ lastUsedAtMs }: StoredAdminSession): boolean {
    return this.parts.clock.now() >= lastUsedAtMs + this.ttlMs;
  }

  #shown({ tokenHash: _, ...session }: StoredAdminSession): AdminSession {
    return { ...session, expiresAtMs: session.lastUsedAtMs + this.ttlMs };
  }

  /** One at a time: a session that is opened during `load` must not be lost by it. */
  #exclusively<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act, act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
