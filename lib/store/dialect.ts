/**
 * Kysely over two SQLite workers.
 *
 * @module
 */
import type { SQLInputValue } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  RawNode,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { WorkerLink } from "./worker_link.ts";
import type { WriteGate } from "./write_gate.ts";

/** Where queries go. */
export interface StoreLinks {
  readonly writer: WorkerLink;
  readonly reader: WorkerLink;
  readonly gate: WriteGate;
}

/** The dialect behind `Store.db`. */
export class StoreDialect implements Dialect {
  readonly #links: StoreLinks;

  constructor(links: StoreLinks) {
    this.#links = links;
  }

  createDriver(): Driver {
    return new StoreDriver(this.#links);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): ConcurrentSqliteAdapter {
    return new ConcurrentSqliteAdapter();
  }

  // deno-lint-ignore no-explicit-any -- the signature of Kysely's Dialect
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** Kysely would otherwise let reads wait for a transaction; the gate keeps writes in turn. */
class ConcurrentSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class StoreDriver implements Driver {
  readonly #links: StoreLinks;

  constructor(links: StoreLinks) {
    this.#links = links;
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<StoreConnection> {
    return Promise.resolve(new StoreConnection(this.#links));
  }

  async beginTransaction(connection: StoreConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: StoreConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: StoreConnection): Promise<void> {
    await connection.rollback();
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

/** A turn in the writing worker, from `begin` to `commit` or `rollback`. */
interface OpenTransaction {
  /** The worker that it was begun in. */
  readonly generation: number;
  readonly leave: () => void;
}

class StoreConnection implements DatabaseConnection {
  readonly #links: StoreLinks;
  #transaction: OpenTransaction | null = null;

  constructor(links: StoreLinks) {
    this.#links = links;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { writer, reader, gate } = this.#links;
    const takes = { sql: query.sql, parameters: query.parameters as readonly SQLInputValue[] };
    if (this.#transaction !== null) {
      this.#requireSameWorker(this.#transaction);
      return toQueryResult(await writer.call("execute", takes));
    }
    if (isRead(query)) return toQueryResult(await reader.call("execute", takes));
    return toQueryResult(await gate.passTogether(() => writer.call("execute", takes)));
  }

  // deno-lint-ignore require-yield -- refuses, as Kysely's own drivers do without a cursor
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new FlowError("internal", "Cannot stream a query from SQLite: page with a cursor.");
  }

  async begin(): Promise<void> {
    const { writer, gate } = this.#links;
    const leave = await gate.enterAlone();
    try {
      await writer.open();
      const generation = writer.generation;
      await writer.call("execute", { sql: "BEGIN IMMEDIATE", parameters: [] });
      this.#transaction = { generation, leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** When this fails Kysely calls `rollback`, which ends the turn. */
  async commit(): Promise<void> {
    const transaction = this.#transaction;
    if (transaction === null) throw noTransaction();
    this.#requireSameWorker(transaction);
    await this.#links.writer.call("execute", { sql: "COMMIT", parameters: [] });
    this.#transaction = null;
    transaction.leave();
  }

  async rollback(): Promise<void> {
    const transaction = this.#transaction;
    if (transaction === null) throw noTransaction();
    this.#transaction = null;
    try {
      // A worker that died took its transaction with it.
      if (transaction.generation !== this.#links.writer.generation) return;
      await this.#links.writer.call("rollback", null);
    } finally {
      transaction.leave();
    }
  }

  #requireSameWorker(transaction: OpenTransaction): void {
    if (transaction.generation === this.#links.writer.generation) return;
    throw new FlowError(
      "database_error",
      "Cannot go on with the transaction: the database's writer thread stopped in its midst and " +
        "nothing of it was written. Try the whole again.",
    );
  }
}

function noTransaction(): FlowError {
  return new FlowError("internal", "Cannot end a transaction: none is open.");
}

/** A SELECT, built or as text. A text that begins otherwise may write, so the writer takes it. */
function isRead(query: CompiledQuery): boolean {
  if (SelectQueryNode.is(query.query)) return true;
  return RawNode.is(query.query) && /^\s*select\b/i.test(query.sql);
}

function toQueryResult<Row>(
  result: { readonly rows: unknown[]; readonly changes: number; readonly insertId: number },
): QueryResult<Row> {
  return {
    rows: result.rows as Row[],
    numAffectedRows: BigInt(result.changes),
    insertId: BigInt(result.insertId),
  };
}
