/**
 * A request as the simulator saw it, for assertions about what a gateway forwarded and when it gave
 * up.
 *
 * @module
 */
import type { HttpRequest } from "./http_reader.ts";

/** How the simulator's part in a request ended. */
export type SeenEnd = "answered" | "cut" | "aborted";

/** One request, and what became of it. */
export class SeenRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** How it ended, null while it goes on. */
  end: SeenEnd | null = null;
  /** From the whole request read to its end, ms; null while it goes on. */
  tookMs: number | null = null;
  readonly #headerLines: string;
  readonly #start = performance.now();
  #onEnd: PromiseWithResolvers<SeenEnd> | null = null;

  constructor(request: HttpRequest) {
    const mark = request.target.indexOf("?");
    this.method = request.method;
    this.path = mark < 0 ? request.target : request.target.slice(0, mark);
    this.query = mark < 0 ? "" : request.target.slice(mark + 1);
    this.body = request.body;
    this.#headerLines = request.headerLines;
  }

  /** Names in lower case, in order of arrival, repeated ones repeated. Read when asked for. */
  get headers(): readonly (readonly [string, string])[] {
    return this.#headerLines.split("\r\n").slice(1).map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
  }

  /** A header's first value, by lower-case name. */
  header(name: string): string | null {
    const line = new RegExp(`\\r\\n${name}:([^\\r]*)`, "i").exec(this.#headerLines);
    return line?.[1]?.trim() ?? null;
  }

  /**
   * Resolves when the simulator is done with it: `answered` whole, `cut` by a fault of its own, or
   * `aborted` because the caller hung up.
   */
  get ended(): Promise<SeenEnd> {
    if (this.end !== null) return Promise.resolve(this.end);
    this.#onEnd ??= Promise.withResolvers<SeenEnd>();
    return this.#onEnd.promise;
  }

  /** The body as text. */
  text(): string {
    return new TextDecoder().decode(this.body);
  }

  /** The body as JSON; throws when it is none. */
  json(): unknown {
    return JSON.parse(this.text());
  }

  /** For the simulator only. */
  finish(end: SeenEnd): void {
    this.end = end;
    this.tookMs = performance.now() - this.#start;
    this.#onEnd?.resolve(end);
  }
}
