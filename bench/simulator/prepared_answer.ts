/**
 * Whole JSON answers, prepared once for each combination: on the plain path only a serial number is
 * filled in, so that the simulator is never what a load run measures.
 *
 * @module
 */
import { answerBody, type AnswerInput } from "./chat_body.ts";
import { limitHeaders } from "./error_body.ts";
import { Exchange } from "./exchange.ts";
import type { Scenario } from "./scenario.ts";

/** Stands where the serial goes; as long as a serial, so that the content length holds. */
const HOLE = "##########";
const KEPT_ANSWERS = 256;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const kept = new WeakMap<Scenario, Map<string, readonly string[]>>();

/**
 * Head and body of a plain answer as bytes, with `serial` in the `x-request-id` and the body's id.
 * Goes by the identity of `input.scenario`.
 */
export function preparedAnswer(input: AnswerInput, serial: number): Uint8Array {
  let answers = kept.get(input.scenario);
  if (answers === undefined) kept.set(input.scenario, answers = new Map());
  const key = `${input.kind} ${input.promptTokens} ${input.model}`;
  let parts = answers.get(key);
  if (parts === undefined) {
    parts = prepare(input);
    if (answers.size >= KEPT_ANSWERS) answers.clear();
    answers.set(key, parts);
  }
  return encoder.encode(parts.join(String(serial).padStart(HOLE.length, "0")));
}

function prepare(input: AnswerInput): readonly string[] {
  const body = encoder.encode(answerBody(input, HOLE));
  const { status, retryAfter } = input.scenario;
  const head = Exchange.head(status, [
    ["content-type", "application/json"],
    ["x-request-id", `req-sim-${HOLE}`],
    ...limitHeaders(status, retryAfter),
  ], body.length);
  return (decoder.decode(head) + decoder.decode(body)).split(HOLE);
}
