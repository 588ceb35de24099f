/**
 * Every migration, in order. A released one is never edited: a new one is added below it.
 *
 * @module
 */
import initial from "../../migrations/0001_initial.sql" with { type: "text" };
import formatsAndAttempts from "../../migrations/0002_formats_and_attempts.sql" with {
  type: "text",
};
import adminAccess from "../../migrations/0003_admin_access.sql" with { type: "text" };
import statistics from "../../migrations/0004_statistics.sql" with { type: "text" };
import catalog from "../../migrations/0005_catalog.sql" with { type: "text" };
import router from "../../migrations/0006_router.sql" with { type: "text" };

/** A step from one schema to the next. */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  readonly name: string;
  /** SQL, any number of statements, without BEGIN and COMMIT. */
  readonly text: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { number: 1, name: "initial", text: initial },
  { number: 2, name: "formats_and_attempts", text: formatsAndAttempts },
  { number: 3, name: "admin_access", text: adminAccess },
  { number: 4, name: "statistics", text: statistics },
  { number: 5, name: "catalog", text: catalog },
  { number: 6, name: "router", text: router },
];
