/**
 * What the simulator is to do with a request, and how that is said.
 *
 * A gateway forwards no headers of ours, so a scenario can be the model name itself:
 * `latency=20,chunks=200,fault=reset@3`, or with a model in front `gpt-4o-mini:chunks=200`; a
 * semicolon separates as well, for gateways to which a comma means several models. A direct
 * caller may use the header `x-sim` with the same text; a test may set one over
 * {@link Simulator.setScenario} or `POST /__sim/scenario`. Later ones win in this order: set, model
 * name, header.
 *
 * @module
 */

/** How a provider can go wrong. `at` of {@link Fault} says after how much of the answer. */
export const FAULT_KINDS = [
  /** TCP reset (RST). Needs the resettable transport. */
  "reset",
  /** Orderly close in the middle: no last chunk, no `[DONE]`. */
  "close",
  /** Goes silent and keeps the connection open. */
  "stall",
  /** Reads the request, closes without a byte of answer. */
  "drop",
  /** Reads the request, never answers, keeps the connection open. */
  "no_headers",
  /** Head one byte at a time, `cadence` ms apart (1 ms when that is 0). */
  "slow_headers",
  /** 200 with an HTML page of a captive portal. */
  "html",
  /** 500 with a JSON error body of 10 MB. */
  "big_error",
  /** A data line that is not JSON, then goes on as if nothing had been. */
  "malformed_sse",
  /** Bytes that are no UTF-8 inside a data line, then goes on. */
  "invalid_utf8",
  /** Ends orderly, but in the middle of a character. */
  "cut_utf8",
  /** An error event after 200, then end (what OpenAI-compatible providers do). */
  "error_frame",
  /** JSON cut off in the middle of an answer that is complete for HTTP. */
  "truncated_json",
] as const;

/** One of {@link FAULT_KINDS}. */
export type FaultKind = typeof FAULT_KINDS[number];

/** A fault and the place where it strikes. */
export interface Fault {
  readonly kind: FaultKind;
  /** Content chunks (or bytes of the body) sent before it. */
  readonly after: number;
  readonly unit: "chunks" | "bytes";
}

/** Where a stream tells its usage. `asked`: OpenAI's way, in a trailing chunk when asked for. */
export type UsagePlace = "asked" | "trailing" | "finish" | "every" | "none";

/** Everything that can be set about one answer. Times in milliseconds. */
export interface Scenario {
  /** Model name to report; empty means the requested one. */
  readonly model: string;
  readonly status: number;
  /** Seconds in `Retry-After`; null sends none (429 and 503 send 1 by default). */
  readonly retryAfter: number | null;
  /** To the head of the answer. */
  readonly latency: number;
  /** From the head to the first event of a stream. */
  readonly ttft: number;
  /** Content events in a stream; also the completion tokens reported. */
  readonly chunks: number;
  /** Between events; 0 writes as fast as the peer reads. */
  readonly cadence: number;
  /** Characters of content in each event. */
  readonly size: number;
  /** Prompt tokens to report; null counts them from the request (`usage.ts`). */
  readonly promptTokens: number | null;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly usage: UsagePlace;
  /** End of line in events. */
  readonly newline: "lf" | "crlf";
  /** Comment lines (`: PROCESSING`) before the first event. */
  readonly comments: number;
  /** Whether the stream ends with `data: [DONE]`. */
  readonly done: boolean;
  /** Content with multi-byte characters, TCP writes that cut them in half. */
  readonly splitUtf8: boolean;
  readonly fault: Fault | null;
}

/** A well-behaved provider that answers at once. */
export const PLAIN: Scenario = Object.freeze({
  model: "",
  status: 200,
  retryAfter: null,
  latency: 0,
  ttft: 0,
  chunks: 8,
  cadence: 0,
  size: 5,
  promptTokens: null,
  cachedTokens: 0,
  reasoningTokens: 0,
  usage: "asked",
  newline: "lf",
  comments: 0,
  done: true,
  splitUtf8: false,
  fault: null,
});

const USAGE_PLACES: readonly string[] = ["asked", "trailing", "finish", "every", "none"];

/**
 * Reads a scenario text. `gpt-4o:chunks=3,fault=reset@3` → that model, 3 chunks, …; a text without
 * `=` is a model name alone. `after` in bytes is written with a b: `reset@100b`.
 *
 * @throws when a key or value is unknown: a typing mistake must not pass as a plain provider.
 */
export function parseScenario(source: string): Partial<Scenario> {
  if (!source.includes("=")) return { model: source };
  const colon = source.slice(0, source.indexOf("=")).lastIndexOf(":");
  const model: Partial<Scenario> = colon < 0 ? {} : { model: source.slice(0, colon) };
  return source.slice(colon + 1).split(/[,;]/).reduce(
    (all, pair) => {
      const [key = "", value = ""] = pair.split("=");
      return { ...all, ...readPair(key.trim(), value.trim()) };
    },
    model,
  );
}

function readPair(key: string, value: string): Partial<Scenario> {
  switch (key) {
    case "status":
    case "retryAfter":
    case "latency":
    case "ttft":
    case "chunks":
    case "cadence":
    case "size":
    case "promptTokens":
    case "cachedTokens":
    case "reasoningTokens":
    case "comments":
      return { [key]: readNumber(key, value) };
    case "usage":
      if (!USAGE_PLACES.includes(value)) throw unknown("usage", value, USAGE_PLACES);
      return { usage: value as UsagePlace };
    case "newline":
      return { newline: value === "crlf" ? "crlf" : "lf" };
    case "done":
      return { done: value !== "0" };
    case "splitUtf8":
      return { splitUtf8: value !== "0" };
    case "fault":
      return { fault: readFault(value) };
    default:
      throw unknown("key", key, Object.keys(PLAIN));
  }
}

function readFault(value: string): Fault {
  const [kind = "", after = "0"] = value.split("@");
  const found = FAULT_KINDS.find((known) => known === kind);
  if (found === undefined) throw unknown("fault", kind, FAULT_KINDS);
  const bytes = after.endsWith("b");
  return {
    kind: found,
    after: readNumber("fault", bytes ? after.slice(0, -1) : after),
    unit: bytes ? "bytes" : "chunks",
  };
}

function readNumber(key: string, value: string): number {
  const number = Number(value);
  if (value === "" || !(number >= 0)) {
    throw new Error(
      `Cannot read scenario: ${key} must be a number from 0, current value is "${value}"`,
    );
  }
  return number;
}

function unknown(what: string, value: string, known: readonly string[]): Error {
  return new Error(
    `Cannot read scenario: unknown ${what} "${value}", known are ${known.join(", ")}`,
  );
}
