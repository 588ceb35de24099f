/**
 * Completes a row whose provider never told what it used.
 *
 * @module
 */
import type { RequestRecord, UsageOrder } from "../domain/request_record.ts";
import { estimateUsage } from "./estimate_tokens.ts";
import type { PriceBook } from "./prices.ts";

/** What there is to guess from. */
export interface Evidence {
  /** The request's body as forwarded. */
  readonly requestText: string;
  /** What the model had written, as far as it was kept. */
  readonly answerText: string;
  /** Bytes of the answer that were kept. */
  readonly keptBytes: number;
}

/** The row with an estimate of usage and cost, marked so. */
export function estimateRecord(
  record: RequestRecord,
  order: UsageOrder,
  evidence: Evidence,
  prices: PriceBook,
): RequestRecord {
  const { requestText, answerText, keptBytes } = evidence;
  const keptShare = keptBytes === 0 ? 1 : Math.min(1, keptBytes / order.answerBytes);
  const usage = estimateUsage(requestText, answerText, record, keptShare);
  const { promptTokens, completionTokens, totalTokens } = usage;
  const price = (model: string) =>
    prices.cost(order.priceId, model, usage, record.startedAtMs, record.serviceTier);
  const own = order.ownPrice ?? null;
  const asAnswered = own === null ? price(record.modelUsed) : prices.costAt(own, usage);
  const cost = asAnswered.nanoUsd === null && own === null
    ? price(order.upstreamModel)
    : asAnswered;
  return {
    ...record,
    promptTokens,
    completionTokens,
    totalTokens,
    costNanoUsd: cost.nanoUsd,
    priceSource: cost.priceSource,
    isUsageEstimated: true,
  };
}
