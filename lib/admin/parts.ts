/**
 * What use cases work on. Each takes as much of it as it needs: `Pick<AdminParts, "db" | "clock">`.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Config } from "../config/schema.ts";
import type { Clock, Log, NewId, RandomBytes } from "../domain/ports.ts";
import type { Tables } from "../store/tables.ts";
import type { Vault } from "../vault/vault.ts";
import type { AuditLog } from "./audit.ts";

/** Shared by all use cases of a running gateway. */
export interface AdminParts {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  readonly log: Log;
  readonly audit: AuditLog;
  /** The configuration in effect now. */
  readonly config: () => Config;
  /**
   * Puts what the database holds into effect. To be awaited after a change of keys, tokens, models
   * or settings, before the answer goes out.
   */
  readonly applyChanges: () => Promise<void>;
}
