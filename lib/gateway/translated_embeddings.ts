/**
 * Answers with embeddings that do not cross as they are.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { formatUsd } from "../domain/money.ts";
import { NO_USAGE } from "../domain/usage.ts";
import { dialectOf } from "../formats/dialects.ts";
import { isObject, parseJson } from "../formats/json/guards.ts";
import { readErrorText } from "../formats/openai_chat/upstream_error.ts";
import type { Answer, CallerAnswer, Crossing } from "./answer.ts";
import { ownHeaders } from "./answer_headers.ts";
import type { GatewayParts } from "./parts.ts";
import { withoutKey } from "./pass_through.ts";
import type { RelayHooks } from "./relay.ts";
import type { Settler } from "./settle.ts";

/** For providers that answer embeddings in another shape than the caller's. */
export class TranslatedEmbeddings implements Crossing {
  constructor(private readonly parts: GatewayParts, private readonly settler: Settler) {}

  whole({ draft, response, exchange, prepared }: Answer, bytes: Uint8Array): CallerAnswer {
    const beganMs = this.parts.clock.monotonic();
    const answer = parseJson(new TextDecoder().decode(bytes));
    if (!isObject(answer) || prepared.vectorsBack === null) {
      throw new FlowError(
        "upstream_invalid_response",
        `${exchange.target} did not answer with a JSON object. Check the base URL.`,
      );
    }
    const { body, usage, warnings } = prepared.vectorsBack(answer);
    draft.warnings.push(...warnings);
    const model = typeof answer.model === "string" ? answer.model : null;
    const cost = this.settler.cost(draft, usage ?? NO_USAGE, model);
    const headers = ownHeaders(draft);
    if (cost.nanoUsd !== null) headers.push(["x-flow-cost-usd", formatUsd(cost.nanoUsd)]);
    draft.marks.ownAfterMs += this.parts.clock.monotonic() - beganMs;
    this.settler.close(draft, {
      outcome: "complete",
      httpStatus: response.status,
      usage: usage ?? NO_USAGE,
      cost,
      modelUsed: model,
      responseBody: bytes,
    });
    const text = body === null ? new TextDecoder().decode(bytes) : JSON.stringify(body);
    return { status: response.status, body: text, headers };
  }

  error({ draft, response }: Answer, bytes: Uint8Array): CallerAnswer {
    const text = withoutKey(new TextDecoder().decode(bytes.subarray(0, 65_536)), draft);
    const { message } = readErrorText(text, response.status);
    const reply = { status: response.status, headers: response.headers, body: text };
    const { provider, caller } = errorCodecs(draft.attempted?.format, draft.endpoint.format);
    const error = provider?.parseError(reply);
    const shown = error === undefined || caller === null
      ? null
      : caller.renderError(error, draft.id);
    const status = shown?.status ?? response.status;
    const headers = ownHeaders(draft);
    headers.push(["x-flow-error-source", "provider"], ["content-type", "application/json"]);
    this.settler.close(draft, {
      outcome: "failed",
      httpStatus: status,
      errorCode: error?.code ?? "upstream_error",
      errorMessage: message,
    });
    return { status, body: JSON.stringify(shown?.body ?? { error: { message } }), headers };
  }

  stream(): RelayHooks {
    throw new FlowError("upstream_invalid_response", "Embeddings do not come as a stream.");
  }
}

/** Embeddings fail in the words of the chat format of the same maker. */
function errorCodecs(provider: string | undefined, caller: string) {
  const of = (format: string | undefined) =>
    dialectOf(format === "gemini_embeddings" ? "gemini" : "openai_chat").codec;
  return { provider: of(provider), caller: of(caller) };
}
