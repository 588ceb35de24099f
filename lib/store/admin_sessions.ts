/**
 * Sessions of administrators. Only hashes of their tokens are stored.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** A session as it is stored. */
export interface StoredAdminSession {
  readonly id: string;
  /** SHA-256 of the token. */
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly createdAtMs: number;
  /** Up to a minute old: not every use is written. */
  readonly lastUsedAtMs: number;
  /** From where it was opened. */
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** The stored sessions, oldest first, and how to change them. */
export interface AdminSessionRecords {
  list(): Promise<StoredAdminSession[]>;
  insert(session: StoredAdminSession): Promise<void>;
  noteUse(id: string, atMs: number): Promise<void>;
  delete(ids: readonly string[]): Promise<void>;
}

export function adminSessionRecords(db: Kysely<Tables>): AdminSessionRecords {
  return {
    async list() {
      const rows = await db.selectFrom("admin_sessions").selectAll().orderBy("id").execute();
      return rows.map((row) => ({
        id: row.id,
        tokenHash: row.token_hash,
        createdAtMs: row.created_at_ms,
        lastUsedAtMs: row.last_used_at_ms,
        ip: row.ip,
        userAgent: row.user_agent,
      }));
    },
    async insert(session) {
      await db.insertInto("admin_sessions").values({
        id: session.id,
        token_hash: session.tokenHash,
        created_at_ms: session.createdAtMs,
        last_used_at_ms: session.lastUsedAtMs,
        ip: session.ip,
        user_agent: session.userAgent,
      }).execute();
    },
    async noteUse(id, atMs) {
      await db.updateTable("admin_sessions").set({ last_used_at_ms: atMs }).where("id", "=", id)
        .execute();
    },
    async delete(ids) {
      if (ids.length === 0) return;
      await db.deleteFrom("admin_sessions").where("id", "in", ids).execute();
    },
  };
}
