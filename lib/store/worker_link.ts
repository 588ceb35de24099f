/**
 * The main thread's end of a store worker: calls with answers, and a new worker when one died.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { StoreCalls, StoreOperation, StoreReply, StoreRequest } from "./protocol.ts";
import { SqliteError } from "./sqlite_error.ts";

type Gives<Operation extends StoreOperation> = StoreCalls[Operation]["gives"];

export interface WorkerLinkOptions {
  /** For messages: `writer` or `reader`. */
  readonly name: string;
  readonly spawn: () => Worker;
  /** What a fresh worker is opened with. */
  readonly opening: () => StoreCalls["open"]["takes"];
  /** Told when the worker died, after its calls were rejected. */
  readonly onDeath: (error: FlowError) => void;
}

interface Waiting {
  readonly resolve: (gives: unknown) => void;
  readonly reject: (error: FlowError) => void;
}

/** A worker that is opened on first use, and again after it died. */
export class WorkerLink {
  readonly #options: WorkerLinkOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #opened: Promise<Gives<"open">> | null = null;
  #nextId = 1;
  #generation = 0;
  #closed = false;

  constructor(options: WorkerLinkOptions) {
    this.#options = options;
  }

  /** Changes when the worker dies or a new one starts: what was begun in an earlier one is gone. */
  get generation(): number {
    return this.#generation;
  }

  /** Starts the worker's thread, so that it loads while something else is waited for. */
  spawn(): void {
    if (this.#worker !== null) return;
    const worker = this.#options.spawn();
    this.#generation++;
    this.#worker = worker;
    worker.addEventListener("message", (event: MessageEvent<StoreReply>) => {
      this.#settle(event.data);
    });
    const died = (event: Event) => {
      event.preventDefault();
      this.#bury(worker, event instanceof ErrorEvent ? event.message : event.type);
    };
    worker.addEventListener("error", died);
    worker.addEventListener("messageerror", died);
  }

  /** Opens the database unless that has happened. A failed opening is tried anew by the next call. */
  open(): Promise<Gives<"open">> {
    if (this.#closed) return Promise.reject(closedError());
    this.#opened ??= this.#openWorker();
    return this.#opened;
  }

  async #openWorker(): Promise<Gives<"open">> {
    this.spawn();
    const worker = this.#worker;
    try {
      return await this.#post("open", this.#options.opening(), []);
    } catch (error) {
      worker?.terminate();
      // Another call may have started the next worker already, when this one died.
      if (this.#worker === worker) {
        this.#worker = null;
        this.#opened = null;
      }
      throw error;
    }
  }

  /**
   * Asks the worker for something.
   * @param transfer buffers in `takes` that change hands
   * @throws FlowError `database_error` and what the operation itself may say
   */
  async call<Operation extends StoreOperation>(
    operation: Operation,
    takes: StoreCalls[Operation]["takes"],
    transfer: Transferable[] = [],
  ): Promise<Gives<Operation>> {
    await this.open();
    return await this.#post(operation, takes, transfer);
  }

  /** Closes the connection and ends the thread. Calls made after it are rejected. */
  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      if (this.#opened !== null) await this.call("close", null);
    } finally {
      this.#closed = true;
      this.#worker?.terminate();
      this.#worker = null;
      this.#rejectWaiting(closedError());
    }
  }

  #post<Operation extends StoreOperation>(
    operation: Operation,
    takes: StoreCalls[Operation]["takes"],
    transfer: Transferable[],
  ): Promise<Gives<Operation>> {
    const worker = this.#worker;
    if (worker === null) return Promise.reject(closedError());
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const request: StoreRequest = { id: this.#nextId++, operation, takes };
    this.#waiting.set(request.id, { resolve, reject });
    worker.postMessage(request, transfer);
    return promise as Promise<Gives<Operation>>;
  }

  #settle(reply: StoreReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    if (reply.ok) return waiting.resolve(reply.gives);
    const cause = new SqliteError(reply.said, reply.errcode);
    waiting.reject(new FlowError(reply.code, reply.message, { cause }));
  }

  #bury(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    worker.terminate();
    this.#generation++;
    this.#worker = null;
    this.#opened = null;
    const error = new FlowError(
      "database_error",
      `The database's ${this.#options.name} thread stopped: ${reason}. What it was doing was not ` +
        `written; it starts again with the next use.`,
    );
    this.#rejectWaiting(error);
    this.#options.onDeath(error);
  }

  #rejectWaiting(error: FlowError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function closedError(): FlowError {
  return new FlowError("database_error", "Cannot use the database: it has been closed.");
}
