/**
 * Error answers as real providers word them.
 *
 * @module
 */
import type { HeaderList } from "./exchange.ts";

interface ErrorText {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

const TEXTS: Readonly<Record<number, ErrorText>> = {
  400: {
    message: "Invalid type for 'temperature': expected a decimal, but got a string instead.",
    type: "invalid_request_error",
    param: "temperature",
    code: "invalid_type",
  },
  401: {
    message: "Incorrect API key provided: sk-sim-****. You can find your API key at your provider.",
    type: "invalid_request_error",
    param: null,
    code: "invalid_api_key",
  },
  403: {
    message: "Project does not have access to this model.",
    type: "invalid_request_error",
    param: null,
    code: "model_not_found",
  },
  404: {
    message: "The model does not exist or you do not have access to it.",
    type: "invalid_request_error",
    param: null,
    code: "model_not_found",
  },
  429: {
    message: "Rate limit reached for requests per min (RPM): Limit 500, Used 500, Requested 1. " +
      "Please try again in 1s.",
    type: "requests",
    param: null,
    code: "rate_limit_exceeded",
  },
  500: {
    message: "The server had an error while processing your request. Sorry about that!",
    type: "server_error",
    param: null,
    code: null,
  },
  503: {
    message: "The engine is currently overloaded, please try again later",
    type: "server_error",
    param: null,
    code: "overloaded",
  },
};

/** Size of the `big_error` fault's body, bytes. */
export const BIG_ERROR_BYTES = 10 * 1024 * 1024;

/** The JSON error body for a status. 529 has Anthropic's shape, all others OpenAI's. */
export function errorBody(status: number): string {
  if (status === 529) {
    return '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},' +
      '"request_id":"req_sim"}';
  }
  const error = TEXTS[status] ?? {
    message: `Simulated status ${status}.`,
    type: status < 500 ? "invalid_request_error" : "server_error",
    param: null,
    code: null,
  };
  return JSON.stringify({ error });
}

/** An error body of {@link BIG_ERROR_BYTES}. */
export function bigErrorBody(): Uint8Array {
  const start = '{"error":{"type":"server_error","param":null,"code":null,"message":"';
  const body = new Uint8Array(BIG_ERROR_BYTES).fill("x".charCodeAt(0));
  const encoder = new TextEncoder();
  body.set(encoder.encode(start));
  body.set(encoder.encode('"}}'), BIG_ERROR_BYTES - 3);
  return body;
}

/** What a captive portal or a broken proxy says, with status 200. */
export const HTML_PAGE =
  "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to continue" +
  "</h1></body></html>\n";

const LIMITS: HeaderList = [
  ["openai-version", "2020-10-01"],
  ["x-ratelimit-limit-requests", "500"],
  ["x-ratelimit-remaining-requests", "499"],
  ["x-ratelimit-reset-requests", "120ms"],
];
const EXHAUSTED: HeaderList = [
  ["openai-version", "2020-10-01"],
  ["x-ratelimit-limit-requests", "500"],
  ["x-ratelimit-remaining-requests", "0"],
  ["x-ratelimit-reset-requests", "1s"],
];

/** The rate-limit headers that OpenAI puts on answers; `Retry-After` on 429 and 503. */
export function limitHeaders(status: number, retryAfter: number | null): HeaderList {
  const seconds = retryAfter ?? (status === 429 || status === 503 ? 1 : null);
  const limits = status === 429 ? EXHAUSTED : LIMITS;
  return seconds === null ? limits : [...limits, ["retry-after", String(seconds)]];
}
