/**
 * The tables about who operates the gateway, as Kysely sees them.
 *
 * @module
 */
import type { ActorKind, AdminAccess } from "../domain/actor.ts";

export interface AdminSessionsTable {
  id: string;
  /** SHA-256 of the token. */
  token_hash: Uint8Array<ArrayBuffer>;
  created_at_ms: number;
  last_used_at_ms: number;
  ip: string | null;
  user_agent: string | null;
}

export interface AdminKeysTable {
  id: string;
  name: string;
  /** First characters of the key, for display. */
  key_prefix: string;
  /** SHA-256 of the whole key. */
  key_hash: Uint8Array<ArrayBuffer>;
  access: AdminAccess;
  /** Null: never. */
  expires_at_ms: number | null;
  created_at_ms: number;
  last_used_at_ms: number | null;
}

/** Rows are written and never changed. */
export interface AuditLogTable {
  id: string;
  at_ms: number;
  actor_kind: ActorKind;
  actor_id: string | null;
  actor_name: string | null;
  ip: string | null;
  action: string;
  target: string | null;
  /** JSON without secrets. */
  before: string | null;
  after: string | null;
}
