/**
 * Answers of a provider that speaks another format than the caller.
 *
 * @module
 */
import type { ChatResponse } from "../domain/conversation/answer.ts";
import type { ProviderError } from "../domain/conversation/provider_error.ts";
import type { Warning } from "../domain/conversation/warning.ts";
import { FlowError } from "../domain/errors.ts";
import { formatUsd } from "../domain/money.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Outcome } from "../domain/request_record.ts";
import { NO_USAGE } from "../domain/usage.ts";
import type { Answer, CallerAnswer, Crossing } from "./answer.ts";
import { ownHeaders } from "./answer_headers.ts";
import { Capture } from "./capture.ts";
import type { Draft, Ending } from "./draft.ts";
import type { GatewayParts } from "./parts.ts";
import { withoutKey } from "./pass_through.ts";
import type { ProofMemory } from "./proof_memory.ts";
import type { RelayHooks } from "./relay.ts";
import type { Settler } from "./settle.ts";
import { StreamTranslator } from "./stream_translator.ts";
import { translateWhole, type Translation } from "./translation.ts";

/** For a provider that speaks another format. */
export class Translated implements Crossing {
  constructor(
    private readonly parts: GatewayParts,
    private readonly settler: Settler,
    private readonly memory: ProofMemory,
  ) {}

  whole(answer: Answer, bytes: Uint8Array): CallerAnswer {
    const { draft, response: { status }, exchange } = answer;
    const beganMs = this.parts.clock.monotonic();
    const translation = translationOf(answer);
    const { response, text, warnings } = translateWhole(bytes, translation, exchange.target);
    this.#note(draft, response, warnings);
    const { error } = response;
    const instead = error === undefined ? null : errorInstead(error, translation, draft.id);
    const cost = this.settler.cost(draft, response.usage ?? NO_USAGE, response.model);
    const headers = ownHeaders(draft);
    const { stream } = translation.context.request;
    headers.push(["content-type", stream ? "text/event-stream" : "application/json"]);
    if (cost.nanoUsd !== null) headers.push(["x-flow-cost-usd", formatUsd(cost.nanoUsd)]);
    if (instead === null) draft.onAnswered?.(text);
    else headers.push(["x-flow-error-source", "provider"]);
    draft.marks.ownAfterMs += this.parts.clock.monotonic() - beganMs;
    this.#close(draft, response, {
      outcome: error === undefined ? "complete" : "failed",
      httpStatus: instead?.status ?? status,
      errorCode: error === undefined ? null : error.code ?? "upstream_error",
      errorMessage: error?.message ?? null,
      cost,
      responseBody: bytes,
    });
    return {
      status: instead?.status ?? status,
      body: instead === null ? text : JSON.stringify(instead.body),
      headers,
    };
  }

  error(answer: Answer, bytes: Uint8Array, isWhole: boolean): CallerAnswer {
    const { draft, response } = answer;
    const { provider, caller } = translationOf(answer);
    const text = withoutKey(new TextDecoder().decode(bytes), draft);
    const error = provider.parseError({
      status: response.status,
      headers: response.headers,
      body: isWhole ? text : text.slice(0, 4096),
    });
    const shown = caller.renderError(error, draft.id);
    const headers = ownHeaders(draft);
    headers.push(["x-flow-error-source", "provider"], ["content-type", "application/json"]);
    this.settler.close(draft, {
      outcome: "failed",
      httpStatus: shown.status,
      errorCode: error.code ?? error.type ?? "upstream_error",
      errorMessage: error.message,
      responseBody: isWhole ? new TextEncoder().encode(text) : null,
    });
    return { status: shown.status, body: JSON.stringify(shown.body), headers };
  }

  stream(answer: Answer): RelayHooks {
    const { draft, response: { status } } = answer;
    const { provider, caller, context } = translationOf(answer);
    const { clock, settings } = this.parts;
    const capture = new Capture(settings().logResponses);
    return new StreamTranslator({
      parser: provider.parseStream(),
      renderer: caller.renderStream(context),
      capture,
      clock,
      onContent: (atMs) => draft.marks.firstContentMs = atMs,
      onEnd: ({ response, error, warnings, body, lastFrames }) => {
        this.#note(draft, response, warnings);
        if (error === null) draft.onAnswered?.(lastFrames);
        this.#close(draft, response, {
          outcome: outcomeOf(error),
          httpStatus: status,
          errorCode: error?.code ?? null,
          errorMessage: error?.message ?? null,
          responseBody: body,
          answerBytes: capture.length,
        });
      },
    });
  }

  #note(draft: Draft, response: ChatResponse, warnings: readonly Warning[]): void {
    draft.warnings.push(...warnings);
    draft.serviceTier = response.serviceTier ?? null;
    this.memory.remember(draft.caller?.id ?? "", response);
  }

  #close(draft: Draft, response: ChatResponse, ending: Ending): void {
    this.settler.close(draft, {
      ...ending,
      usage: response.usage ?? NO_USAGE,
      modelUsed: response.model,
      finishReason: response.choices[0]?.finish?.raw ?? null,
    });
  }
}

/**
 * The answer to a caller whose format cannot say that a whole answer failed half-way: Responses has a
 * status for that, streams have an event, all others would show a clean end.
 */
function errorInstead(
  error: ProviderError,
  { caller, context }: Translation,
  requestId: string,
): { readonly status: number; readonly body: JsonObject } | null {
  if (context.request.stream || caller.format === "openai_responses") return null;
  const shown = caller.renderError(error, requestId);
  return shown.status >= 400 ? shown : { ...shown, status: 502 };
}

function outcomeOf(error: FlowError | null): Outcome {
  if (error === null) return "complete";
  return error.code === "caller_gone" ? "caller_gone" : "failed";
}

function translationOf({ prepared }: Answer): Translation {
  if (prepared.translation === null) {
    throw new FlowError("internal", "An answer without a translation cannot be translated.");
  }
  return prepared.translation;
}
