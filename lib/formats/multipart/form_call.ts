/**
 * Calls that come as forms with files: transcriptions, edited images.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { type Call, type Endpoint, modelName } from "../call.ts";
import { applyEdits } from "../json/members.ts";
import type { FormFacts } from "./form_facts.ts";
import { type FormPart, formParts } from "./form_parts.ts";

/** Longest text of a field that the log keeps, characters. */
const KEPT_CHARS = 20_000;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Understands a form.
 *
 * @throws FlowError `invalid_request`, with `param`, for a form that cannot be read, or in which the
 *   model is missing or stands twice
 */
export function readForm(bytes: Uint8Array, contentType: string, endpoint: Endpoint): Call {
  const parts = formParts(bytes, contentType);
  const fields = parts.filter(({ filename }) => filename === null);
  const [part, second] = fields.filter(({ name }) => name === "model");
  if (second !== undefined) {
    throw new FlowError(
      "invalid_request",
      "The field 'model' stands twice in the form: send one.",
      {
        param: "model",
      },
    );
  }
  const model = modelName(part === undefined ? undefined : textOf(bytes, part));
  const summary = summarize(bytes, parts);
  endpoint.check(summary);
  const field = (name: string): string | null => {
    const found = fields.find((one) => one.name === name);
    return found === undefined ? null : textOf(bytes, found) || null;
  };
  return {
    bytes,
    members: [],
    model,
    stream: endpoint.canStream && field("stream") === "true",
    streamOptions: null,
    wantsUsageChunk: false,
    user: field("user"),
    sessionId: null,
    userTag: null,
    refersTo: null,
    metadata: null,
    ...(part === undefined ? {} : { form: { contentType, model: part, summary } }),
  };
}

/** The form with the model's name that the provider knows; every other byte stays. */
export function rewriteForm(call: Call, form: FormFacts, upstreamModel: string): Uint8Array {
  if (upstreamModel === call.model) return call.bytes;
  const { start, end } = form.model;
  return applyEdits(call.bytes, [{ from: start, to: end, put: encoder.encode(upstreamModel) }]);
}

const textOf = (bytes: Uint8Array, { start, end }: FormPart): string =>
  decoder.decode(bytes.subarray(start, end));

function summarize(bytes: Uint8Array, parts: readonly FormPart[]): JsonObject {
  const summary = new Map<string, unknown>();
  for (const part of parts) {
    const { name, filename, contentType, start, end } = part;
    const value = filename === null
      ? textOf(bytes, part).slice(0, KEPT_CHARS)
      : { filename, content_type: contentType, bytes: end - start };
    const earlier = summary.get(name);
    if (earlier === undefined) summary.set(name, value);
    else summary.set(name, Array.isArray(earlier) ? [...earlier, value] : [earlier, value]);
  }
  return Object.fromEntries(summary);
}
