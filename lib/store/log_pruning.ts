/**
 * Deleting from the request log and the stored responses, in steps small enough that log writes never wait long.
 *
 * @module
 */
import { sql } from "kysely";
import type { Store } from "./store.ts";
import { deleteExpiredResponses, deleteOldestResponses } from "./stored_responses.ts";

/** What the retention job needs of the store. */
export interface LogPruner {
  /** Deletes rows that started before a time, with their bodies; tells how many, at most `limit`. */
  deleteRowsBefore(beforeMs: number, limit: number): Promise<number>;
  /** Deletes stored responses whose time is over at `nowMs`; tells how many, at most `limit`. */
  deleteExpiredResponses(nowMs: number, limit: number): Promise<number>;
  /** Deletes the oldest stored responses; tells how many, at most `limit`. */
  deleteOldestResponses(limit: number): Promise<number>;
  /** Deletes the bodies of the oldest rows that have any; tells how many, at most `limit`. */
  deleteOldestBodies(limit: number): Promise<number>;
  /** Deletes the oldest rows, with their bodies; tells how many, at most `limit`. */
  deleteOldestRows(limit: number): Promise<number>;
  /** Bytes that the database holds, free pages left out. */
  usedBytes(): Promise<number>;
  /** Bytes of the write-ahead log, after what it holds was brought into the database. */
  walBytes(): Promise<number>;
  /** Gives free pages back to the file system, at most `pages`; tells whether there are more. */
  giveBack(pages: number): Promise<boolean>;
}

/** The pruner of a database. @param path its file */
export function logPruner(
  { db, deleteRows }: Pick<Store, "db" | "deleteRows">,
  path: string,
): LogPruner {
  const pragma = async (name: "page_count" | "page_size" | "freelist_count"): Promise<number> => {
    const found = await sql<Record<string, number>>`PRAGMA ${sql.raw(name)}`.execute(db);
    return found.rows[0]?.[name] ?? 0;
  };
  return {
    deleteRowsBefore: (beforeMs, limit) => deleteRows({ beforeMs, limit }),
    deleteExpiredResponses: (nowMs, limit) => deleteExpiredResponses(db, nowMs, limit),
    deleteOldestResponses: (limit) => deleteOldestResponses(db, limit),
    deleteOldestBodies: async (limit) => {
      const result = await db.deleteFrom("request_bodies")
        .where(
          "seq",
          "in",
          (from) => from.selectFrom("request_bodies").select("seq").orderBy("seq").limit(limit),
        )
        .executeTakeFirstOrThrow();
      return Number(result.numDeletedRows);
    },
    deleteOldestRows: (limit) => deleteRows({ beforeMs: null, limit }),
    usedBytes: async () =>
      (await pragma("page_count") - await pragma("freelist_count")) * await pragma("page_size"),
    walBytes: async () => {
      await sql`PRAGMA wal_checkpoint(PASSIVE)`.execute(db);
      try {
        return (await Deno.stat(`${path}-wal`)).size;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return 0;
        throw error;
      }
    },
    giveBack: async (pages) => {
      const before = await pragma("freelist_count");
      await sql`PRAGMA incremental_vacuum(${sql.lit(pages)})`.execute(db);
      const after = await pragma("freelist_count");
      // A database that was made without incremental vacuum gives nothing back.
      return after > 0 && after < before;
    },
  };
}
