/**
 * One SQLite connection inside a worker thread: settings, prepared statements, transactions.
 *
 * @module
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { FlowError } from "../domain/errors.ts";
import { registerFunctions } from "./sql_functions.ts";
import { databaseError, errcodeOf } from "./sqlite_error.ts";

/** What a statement gave back. */
export interface StatementResult {
  readonly rows: unknown[];
  readonly changes: number;
  /** Of the last row inserted through this connection. */
  readonly insertId: number;
}

/** `plain` opens an existing file for writing and changes no setting of it. */
export type ConnectionRole = "writer" | "reader" | "plain";

/** Statements kept prepared; Kysely's texts repeat, so this is never reached in practice. */
const MAX_STATEMENTS = 500;
/** How long a statement waits for another process's lock, ms. */
const BUSY_TIMEOUT_MS = 5000;
/**
 * A row with its bodies is some 2 KiB, of which a page of SQLite's usual 4 KiB holds one: half of it
 * stays empty. Four times the size takes a third less disk and time.
 */
const PAGE_BYTES = 16_384;
/** Pages in the write-ahead log before a checkpoint: fewer, larger ones cost less. */
const CHECKPOINT_PAGES = 1000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
const CACHE_KIB = 8192;
const SQLITE_BUSY = 5;

interface Prepared {
  readonly statement: StatementSync;
  readonly givesRows: boolean;
}

/** A connection. Methods throw what node:sqlite throws; the worker puts it into words. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
    registerFunctions(database);
  }

  /**
   * Opens `path`; a writer makes the file when it is not there, readable by its owner only,
   * because it holds prompts; other roles need it to be there.
   * @throws FlowError `database_error`
   */
  static open(path: string, role: ConnectionRole): Connection {
    if (role === "writer") makePrivateFile(path);
    const connection = new Connection(openFile(path, role));
    try {
      connection.#configure(role);
      return connection;
    } catch (error) {
      connection.close();
      throw databaseError(`Cannot open the database ${path}`, error);
    }
  }

  #configure(role: ConnectionRole): void {
    const set = (pragma: string) => this.execute(`PRAGMA ${pragma}`);
    set(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    set("foreign_keys = ON");
    set(`cache_size = -${CACHE_KIB}`);
    set("temp_store = MEMORY");
    if (role !== "writer") return;
    // Only a file without pages takes these settings; in any other they would be writes for nothing.
    if (this.#isEmpty()) {
      set(`page_size = ${PAGE_BYTES}`);
      set("auto_vacuum = INCREMENTAL");
    }
    this.#useWriteAheadLog();
    // In WAL mode NORMAL cannot damage the file; a power cut may undo the last commits.
    set("synchronous = NORMAL");
    set(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    set(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
  }

  #isEmpty(): boolean {
    const [row] = this.execute("PRAGMA page_count").rows;
    return typeof row === "object" && row !== null && "page_count" in row && row.page_count === 0;
  }

  /** Two processes that open a new file at once: the switch is refused without waiting. */
  #useWriteAheadLog(): void {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let waitedMs = 0;; waitedMs += 20) {
      try {
        this.execute("PRAGMA journal_mode = WAL");
        return;
      } catch (error) {
        const busy = ((errcodeOf(error) ?? 0) & 0xff) === SQLITE_BUSY;
        if (!busy || waitedMs >= BUSY_TIMEOUT_MS) throw error;
        Atomics.wait(pause, 0, 0, 20);
      }
    }
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** The open database, for `backup`. */
  get raw(): DatabaseSync {
    return this.#database;
  }

  /** Runs one statement with positional parameters. */
  execute(sql: string, parameters: readonly SQLInputValue[] = []): StatementResult {
    const { statement, givesRows } = this.#prepare(sql);
    if (givesRows) return { rows: statement.all(...parameters), changes: 0, insertId: 0 };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], changes: Number(changes), insertId: Number(lastInsertRowid) };
  }

  /** Runs a text of several statements. */
  executeScript(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs `work` in a write transaction of its own; when it throws, nothing of it remains. */
  transaction<Result>(work: () => Result): Result {
    this.execute("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.execute("COMMIT");
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Ends a transaction without keeping it; nothing happens when SQLite has ended it already. */
  rollback(): void {
    if (this.inTransaction) this.execute("ROLLBACK");
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    // A pragma may work row by row and name no column (incremental_vacuum): `run` would stop it
    // after its first row.
    const givesRows = statement.columns().length > 0 || /^\s*pragma\b/i.test(sql);
    const prepared = { statement, givesRows };
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function makePrivateFile(path: string): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw openingError(path, error);
  }
}

function openFile(path: string, role: ConnectionRole): DatabaseSync {
  try {
    // SQLite would make a file that is not there.
    if (role !== "writer") Deno.statSync(path);
    return new DatabaseSync(path, { readOnly: role === "reader" });
  } catch (error) {
    throw openingError(path, error);
  }
}

function openingError(path: string, cause: unknown): FlowError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new FlowError(
    "database_error",
    `Cannot open the database ${path}: ${said}. The file and its folder must be there, readable ` +
      "and writable.",
    { cause },
  );
}
