/**
 * Writes down who changed what.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Actor } from "../domain/actor.ts";
import type { Clock, NewId } from "../domain/ports.ts";
import { redact } from "../domain/redact.ts";
import { Secret } from "../domain/secret.ts";
import { insertAuditEntry } from "../store/audit_log.ts";
import type { Tables } from "../store/tables.ts";

/** A change, as a use case tells it. */
export interface AuditedChange {
  readonly actor: Actor;
  /** Noun and verb, `caller_token.create`; nouns in the singular. */
  readonly action: string;
  /** An id or a name; absent when there is only one of its kind. */
  readonly target?: string;
  /** The thing before and after: a view, or the changed members only. Secrets in it are hidden. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Use cases that change something call `record` right after the change, or with it. */
export class AuditLog {
  constructor(
    private readonly parts: {
      readonly db: Kysely<Tables>;
      readonly clock: Clock;
      readonly newId: NewId;
    },
  ) {}

  /**
   * Adds an entry of this moment.
   *
   * @param db a transaction, when entry and change are to be one
   */
  async record(change: AuditedChange, db: Kysely<Tables> = this.parts.db): Promise<void> {
    const { actor, action, target = null, before, after } = change;
    await insertAuditEntry(db, {
      id: this.parts.newId(),
      atMs: this.parts.clock.now(),
      actor,
      action,
      target: target === null ? null : redact(target),
      before: withoutSecrets(before),
      after: withoutSecrets(after),
    });
  }
}

const HIDDEN = "[hidden]";
/** Members whose values are never written down; masks, prefixes and counts may be. */
const SECRET_MEMBER =
  /^(?:password|passphrase|secret|token|key|api_?key|authorization|credentials?|setup_?code|sealed_?key|(?:token|key)_?hash|hash)$/i;

/** A copy as plain JSON in which no value can be a secret. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return redact(value);
  if (value instanceof Secret || value instanceof Uint8Array) return HIDDEN;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      // Headers to providers carry credentials under names of the provider's choice.
      if (name === "headers" && typeof member === "object" && member !== null) {
        return [name, Object.fromEntries(Object.keys(member).map((header) => [header, HIDDEN]))];
      }
      const isHidden = SECRET_MEMBER.test(name) && member !== null && member !== undefined;
      return [name, isHidden ? HIDDEN : withoutSecrets(member)];
    }),
  );
}
