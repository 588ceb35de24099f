/**
 * SQLite's failures in the house's error grammar, on both sides of the worker boundary.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";

/** What SQLite said, kept as the cause of the FlowError. */
export class SqliteError extends Error {
  override readonly name = "SqliteError";
  /** @param errcode SQLite's extended result code (sqlite.org/rescode.html); null when unknown. */
  constructor(message: string, readonly errcode: number | null) {
    super(message);
  }
}

/** Primary result code → the rule that was broken and the remedy. */
const MEANING: Readonly<Record<number, string>> = {
  5: "another process is writing to it; try again, or end that process",
  6: "it is locked by another statement; try again",
  8: "it is read-only; make the file and its folder writable",
  10: "the disk failed to read or write; check the disk and its mount",
  11: "the file is damaged; restore a backup (flow-router restore)",
  13: "the disk is full; free some space",
  14: "the file cannot be opened; check that its folder exists and is writable",
  19: "a constraint forbids it",
  26: "the file is not a SQLite database; name another path, or restore a backup",
};

/** Result codes that blame the value at hand, not the database: TOOBIG, CONSTRAINT, MISMATCH, RANGE. */
const VALUE_CODES: ReadonlySet<number> = new Set([18, 19, 20, 25]);

const UNIQUE_CODES: ReadonlySet<number | null> = new Set([2067, 1555]);

/** The extended result code of an error that node:sqlite or this module threw; null without one. */
export function errcodeOf(thrown: unknown): number | null {
  if (thrown instanceof FlowError) return errcodeOf(thrown.cause);
  if (typeof thrown !== "object" || thrown === null || !("errcode" in thrown)) return null;
  return typeof thrown.errcode === "number" ? thrown.errcode : null;
}

/** True when a row was refused because another one has the same key. */
export function isUniqueViolation(thrown: unknown): boolean {
  return UNIQUE_CODES.has(errcodeOf(thrown));
}

/**
 * True when a statement failed for the values bound to it (another row may succeed); false when the
 * database itself is in trouble. node:sqlite refuses values that it cannot bind with a TypeError.
 */
export function isValueError(thrown: unknown): boolean {
  const errcode = errcodeOf(thrown);
  if (errcode !== null) return VALUE_CODES.has(errcode & 0xff);
  return thrown instanceof TypeError || thrown instanceof RangeError;
}

/** Words for a failure, without values: `Cannot write to the database: the disk is full; …`. */
export function describeFailure(doing: string, said: string, errcode: number | null): string {
  const meaning = errcode === null ? undefined : MEANING[errcode & 0xff];
  return meaning === undefined ? `${doing}: ${said}.` : `${doing}: ${meaning} (SQLite: ${said}).`;
}

/**
 * Anything thrown by node:sqlite as FlowError `database_error`; a FlowError stays as it is.
 * @param doing what failed, e.g. `Cannot open the database /x/data.db`
 */
export function databaseError(doing: string, thrown: unknown): FlowError {
  if (thrown instanceof FlowError) return thrown;
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const errcode = errcodeOf(thrown);
  return new FlowError("database_error", describeFailure(doing, said, errcode), {
    cause: new SqliteError(said, errcode),
  });
}
