/** Sessions of administrators on records in memory. */
import { AdminSessions } from "../../lib/auth/admin_sessions.ts";
import type { AdminSessionRecords, StoredAdminSession } from "../../lib/store/admin_sessions.ts";
import { HandClock } from "./hand_clock.ts";
import { randomBytes } from "./memory_vault.ts";
import { testId } from "./test_store.ts";
import { recordingLog } from "./recording_log.ts";

/** The port, as the database implements it. */
export class MemorySessionRecords implements AdminSessionRecords {
  rows: StoredAdminSession[] = [];
  uses = 0;

  async list(): Promise<StoredAdminSession[]> {
    await Promise.resolve();
    return [...this.rows];
  }

  async insert(session: StoredAdminSession): Promise<void> {
    await Promise.resolve();
    this.rows.push(session);
  }

  async noteUse(id: string, atMs: number): Promise<void> {
    await Promise.resolve();
    this.uses++;
    this.rows = this.rows.map((row) => row.id === id ? { ...row, lastUsedAtMs: atMs } : row);
  }

  async delete(ids: readonly string[]): Promise<void> {
    await Promise.resolve();
    this.rows = this.rows.filter(({ id }) => !ids.includes(id));
  }
}

export const FROM_HERE = { ip: "127.0.0.1", userAgent: "test" };

/** Sessions that last an hour unless used. */
export function newSessions(records = new MemorySessionRecords(), clock = new HandClock()) {
  let ids = records.rows.length;
  const log = recordingLog();
  const ttl = { ms: 3_600_000 };
  const sessions = new AdminSessions({
    records,
    clock,
    randomBytes,
    newId: () => testId(++ids),
    ttlMs: () => ttl.ms,
    log,
  });
  return { sessions, records, clock, log, ttl };
}
