/**
 * Closes a request: works out what it used and cost, and hands its row to the recorder.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { type Cost, type OwnPrice, UNPRICED } from "../domain/money.ts";
import type { Outcome, UsageOrder } from "../domain/request_record.ts";
import { NO_USAGE, type Usage } from "../domain/usage.ts";
import type { Draft, Ending } from "./draft.ts";
import type { Permit } from "./key_health.ts";
import type { GatewayParts } from "./parts.ts";

/** Writes rows: one for each draft, for its first ending. */
export class Settler {
  constructor(private readonly parts: GatewayParts) {}

  /** What the usage of this request costs; unpriced when it never reached a provider. */
  cost(draft: Draft, usage: Usage, modelUsed: string | null): Cost {
    if (draft.attempted === null) return UNPRICED;
    const { priceId, upstreamModel } = draft.attempted;
    const own = this.#ownPrice(draft);
    if (own !== null) return this.parts.prices.costAt(own, usage);
    const price = (model: string): Cost =>
      this.parts.prices.cost(priceId, model, usage, draft.startedAtMs, draft.serviceTier);
    const asAnswered = modelUsed === null ? UNPRICED : price(modelUsed);
    return asAnswered.nanoUsd === null ? price(upstreamModel) : asAnswered;
  }

  /** Hands the row over. Never throws: the answer matters more than its row. */
  close(draft: Draft, ending: Ending): void {
    if (draft.isSettled) return;
    draft.isSettled = true;
    const { recorder, metrics, clock, settings } = this.parts;
    const { logPrompts, logResponses } = settings();
    const isPrivate = draft.caller?.logBodies === false;
    const usage = ending.usage ?? NO_USAGE;
    const cost = ending.cost ?? this.cost(draft, usage, ending.modelUsed ?? null);
    const finished = draft.close({ ...ending, cost }, clock.monotonic());
    const estimate = usageOrder(draft, ending, usage, this.#ownPrice(draft));
    const keeps = (isLogged: boolean): boolean => (isLogged && !isPrivate) || estimate !== null;
    recorder.record({
      record: finished.record,
      requestBody: keeps(logPrompts) ? finished.requestBody : null,
      responseBody: keeps(logResponses) ? finished.responseBody : null,
      ...(estimate === null ? {} : { estimate }),
      ...(isPrivate ? { isPrivate } : {}),
    });
    metrics.requestFinished(finished.record);
    if (draft.permit !== null) this.#reportEnd(draft.permit, ending);
  }

  /** Prices of one's own for the model that was asked for, when the request began. */
  #ownPrice({ attempted, startedAtMs }: Draft): OwnPrice | null {
    if (attempted === null) return null;
    const { prices } = this.parts.directory();
    return prices.at(attempted.provider, attempted.upstreamModel, startedAtMs);
  }

  /** An answer that had begun well may still have broken off. */
  #reportEnd(permit: Permit, { outcome, errorCode, errorMessage }: Ending): void {
    if (outcome === "caller_gone" || errorCode === "shutting_down") return;
    const problem = outcome === "complete" ? null : errorMessage ?? "The answer broke off.";
    this.parts.keyHealth.ended(permit, problem);
  }

  /** Closes a request that ends with an error of ours. */
  fail(draft: Draft, error: FlowError): void {
    const reached = draft.marks.sentMs !== null;
    const outcome: Outcome = error.code === "caller_gone"
      ? "caller_gone"
      : reached
      ? "failed"
      : "refused";
    if (error.logLevel === "error") {
      this.parts.log.error(error.message, {
        requestId: draft.id,
        code: error.code,
        cause: error.cause,
      });
    }
    this.close(draft, {
      outcome,
      httpStatus: error.status,
      errorCode: error.code,
      errorMessage: error.message,
    });
  }
}

/**
 * A stream that broke off in its midst has been paid for as far as it came. What providers told of it
 * before its end, if anything, is what they knew at its start.
 */
function usageOrder(
  draft: Draft,
  ending: Ending,
  usage: Usage,
  ownPrice: OwnPrice | null,
): UsageOrder | null {
  const { attempted, call, marks } = draft;
  const isOk = ending.httpStatus >= 200 && ending.httpStatus < 300;
  const isCut = marks.firstContentMs !== null
    ? ending.outcome !== "complete"
    : ending.outcome === "caller_gone";
  if (attempted === null || call === null || !call.stream || !isOk || !isCut) return null;
  const isTold = usage.promptTokens !== null && usage.completionTokens !== null;
  if (isTold && (ending.finishReason ?? null) !== null) return null;
  return {
    priceId: attempted.priceId,
    upstreamModel: attempted.upstreamModel,
    answerBytes: ending.answerBytes ?? ending.responseBody?.length ?? 0,
    ...(ownPrice === null ? {} : { ownPrice }),
  };
}
