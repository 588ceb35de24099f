/**
 * Answers that cross as they are: the same bytes, and a copy for the meter.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { formatUsd } from "../domain/money.ts";
import { withModel } from "../formats/anthropic_messages/shown_model.ts";
import { readErrorText } from "../formats/openai_chat/upstream_error.ts";
import type { Answer, CallerAnswer, Crossing } from "./answer.ts";
import { ownHeaders } from "./answer_headers.ts";
import { BinaryMeter } from "./binary_meter.ts";
import { Capture } from "./capture.ts";
import { cannotCount, estimatedCount } from "./count_tokens.ts";
import type { Draft } from "./draft.ts";
import type { GatewayParts } from "./parts.ts";
import type { RelayHooks } from "./relay.ts";
import type { Settler } from "./settle.ts";
import { StreamMeter } from "./stream_meter.ts";

/** Of an error answer whose end was too far away, so much is looked at for something to quote. */
const QUOTED_BYTES = 64 * 1024;

/** For a provider that speaks the caller's format. */
export class PassThrough implements Crossing {
  constructor(private readonly parts: GatewayParts, private readonly settler: Settler) {}

  whole({ draft, response, exchange }: Answer, bytes: Uint8Array): CallerAnswer {
    const beganMs = this.parts.clock.monotonic();
    const summary = draft.dialect.summarizeResponse(bytes);
    if (!summary.isJsonObject && !mayBeText(draft, response)) {
      throw notJson(exchange.target, response, bytes);
    }
    draft.serviceTier = summary.serviceTier ?? null;
    const cost = this.settler.cost(draft, summary.usage, summary.model);
    const headers = ownHeaders(draft);
    if (cost.nanoUsd !== null) headers.push(["x-flow-cost-usd", formatUsd(cost.nanoUsd)]);
    draft.marks.ownAfterMs += this.parts.clock.monotonic() - beganMs;
    this.settler.close(draft, {
      outcome: summary.error === null ? "complete" : "failed",
      httpStatus: response.status,
      errorCode: summary.error === null ? null : "upstream_error",
      errorMessage: summary.error,
      usage: summary.usage,
      cost,
      modelUsed: summary.model,
      finishReason: summary.finishReason,
      responseBody: bytes,
    });
    const shown = draft.shownModel === null ? bytes : withModel(bytes, draft.shownModel);
    return { status: response.status, body: plain(shown), headers };
  }

  error({ draft, response }: Answer, bytes: Uint8Array, isWhole: boolean): CallerAnswer {
    const text = new TextDecoder().decode(isWhole ? bytes : bytes.subarray(0, QUOTED_BYTES));
    const shown = withoutKey(text, draft);
    const read = readErrorText(shown, response.status);
    if (draft.call !== null && cannotCount(draft, response.status, read.message)) {
      this.settler.close(draft, { outcome: "complete", httpStatus: 200 });
      return estimatedCount(draft, draft.call);
    }
    const headers = ownHeaders(draft);
    headers.push(["x-flow-error-source", "provider"]);
    const passes = isWhole && read.isJson;
    if (!passes) headers.push(["content-type", "application/json"]);
    const clean = shown === text ? bytes : new TextEncoder().encode(shown);
    const body = passes
      ? plain(clean)
      : draft.dialect.errorAnswer(new FlowError("upstream_error", read.message), draft.id).body;
    this.settler.close(draft, {
      outcome: "failed",
      httpStatus: response.status,
      errorCode: read.code ?? "upstream_error",
      errorMessage: read.message,
      responseBody: passes ? clean : null,
    });
    return { status: response.status, body, headers };
  }

  stream({ draft, response, prepared, received }: Answer, isEventStream: boolean): RelayHooks {
    const { clock, settings } = this.parts;
    if (received.kind === "binary") {
      return new BinaryMeter(draft, clock, this.settler, response.status);
    }
    return new StreamMeter({
      draft,
      clock,
      settler: this.settler,
      httpStatus: response.status,
      capture: new Capture(settings().logResponses),
      hideUsageChunk: prepared.hideUsageChunk,
      isEventStream,
    });
  }
}

/** Transcriptions come as text and subtitles too; a web page is never an answer. */
function mayBeText({ endpoint }: Draft, { headers }: Response): boolean {
  return endpoint.answers === "any" && !/html/i.test(headers.get("content-type") ?? "");
}

/** Shorter ones are no secrets (`none`, `ollama`) but words, and would be cut out of the JSON. */
const SHORTEST_SECRET = 8;

/** Some providers quote the key that they refuse; it is no business of the caller's. */
export function withoutKey(text: string, draft: Draft): string {
  const secret = draft.attempted?.key?.secret?.reveal() ?? "";
  return secret.length < SHORTEST_SECRET ? text : text.replaceAll(secret, "[redacted]");
}

function notJson(target: string, response: Response, bytes: Uint8Array): FlowError {
  const { message } = readErrorText(
    new TextDecoder().decode(bytes.subarray(0, 4096)),
    response.status,
  );
  const type = response.headers.get("content-type") ?? "none";
  return new FlowError(
    "upstream_invalid_response",
    `${target} did not answer with a JSON object (content type: ${type}). Check the base URL. ` +
      message,
  );
}

/** The bytes are never shared memory; the type cannot say so. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
