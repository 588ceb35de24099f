/**
 * A batch of log entries as it crosses to the writer worker. Encoding is the only work that the
 * request thread pays for, so rows travel as one JSON text of arrays by position (a third of what
 * cloning objects costs) and bodies as one buffer that changes hands.
 *
 * @module
 */
import type { RequestRecord } from "../domain/request_record.ts";
import type { LogEntry } from "./log_entry.ts";

/** What is posted. */
export interface EncodedBatch {
  /** JSON: one array per entry, fields by position. */
  readonly rows: string;
  /** Two per entry: bytes of the request's and of the response's body; -1 for none. */
  readonly lengths: Int32Array<ArrayBuffer>;
  /** The bodies, one after the other. */
  readonly bodies: Uint8Array<ArrayBuffer>;
  /** Entries that could not be encoded, which the types forbid. */
  readonly unencodable: number;
}

type Row = ReturnType<typeof toRow>;

// deno-fmt-ignore
function toRow(e: LogEntry) {
  const r = e.record;
  return [
    r.id, r.startedAtMs, r.endpoint, r.format, r.callerTokenId, r.callerTokenName, r.clientIp,
    r.modelRequested, r.modelUsed, r.provider, r.providerKeyId, r.providerKeyLabel, r.stream,
    r.outcome, r.httpStatus, r.errorCode, r.errorMessage, r.finishReason, r.upstreamRequestId,
    r.latencyMs, r.ttftMs, r.overheadUs, r.sessionId, r.userTag, r.tags, r.promptTokens,
    r.completionTokens, r.totalTokens, r.cachedTokens, r.cacheWriteTokens, r.reasoningTokens,
    r.audioInputTokens, r.audioOutputTokens, r.reportedCostUsd, r.costNanoUsd, r.priceSource,
    r.complexityTier, r.complexityScore, r.cacheWrite1hTokens, r.toolPromptTokens,
    r.upstreamFormat, r.isUsageEstimated, r.serviceTier, r.warnings, r.attempts, r.decision,
    e.shed === true, e.estimate ?? null,
  ] as const;
}

// deno-fmt-ignore
function toRecord(row: Row): RequestRecord {
  const [
    id, startedAtMs, endpoint, format, callerTokenId, callerTokenName, clientIp,
    modelRequested, modelUsed, provider, providerKeyId, providerKeyLabel, stream,
    outcome, httpStatus, errorCode, errorMessage, finishReason, upstreamRequestId,
    latencyMs, ttftMs, overheadUs, sessionId, userTag, tags, promptTokens,
    completionTokens, totalTokens, cachedTokens, cacheWriteTokens, reasoningTokens,
    audioInputTokens, audioOutputTokens, reportedCostUsd, costNanoUsd, priceSource,
    complexityTier, complexityScore, cacheWrite1hTokens, toolPromptTokens,
    upstreamFormat, isUsageEstimated, serviceTier, warnings, attempts, decision,
  ] = row;
  return {
    id, startedAtMs, endpoint, format, callerTokenId, callerTokenName, clientIp,
    modelRequested, modelUsed, provider, providerKeyId, providerKeyLabel, stream,
    outcome, httpStatus, errorCode, errorMessage, finishReason, upstreamRequestId,
    latencyMs, ttftMs, overheadUs, sessionId, userTag, tags, promptTokens,
    completionTokens, totalTokens, cachedTokens, cacheWriteTokens, reasoningTokens,
    audioInputTokens, audioOutputTokens, reportedCostUsd, costNanoUsd, priceSource,
    complexityTier, complexityScore, cacheWrite1hTokens, toolPromptTokens,
    upstreamFormat, isUsageEstimated, serviceTier, warnings, attempts, decision,
  };
}

/** Packs entries for `postMessage`; transfer `lengths.buffer` and `bodies.buffer` with it. */
export function encodeLogBatch(entries: readonly LogEntry[]): EncodedBatch {
  const { rows, sound } = encodeRows(entries);
  const lengths = new Int32Array(sound.length * 2);
  let total = 0;
  for (const [index, entry] of sound.entries()) {
    lengths[index * 2] = entry.requestBody?.length ?? -1;
    lengths[index * 2 + 1] = entry.responseBody?.length ?? -1;
    total += (entry.requestBody?.length ?? 0) + (entry.responseBody?.length ?? 0);
  }
  const bodies = new Uint8Array(total);
  let offset = 0;
  for (const { requestBody, responseBody } of sound) {
    if (requestBody !== null) bodies.set(requestBody, offset);
    offset += requestBody?.length ?? 0;
    if (responseBody !== null) bodies.set(responseBody, offset);
    offset += responseBody?.length ?? 0;
  }
  return { rows, lengths, bodies, unencodable: entries.length - sound.length };
}

/** One entry that JSON refuses (a BigInt, a cycle) must not take the others with it. */
function encodeRows(entries: readonly LogEntry[]): { rows: string; sound: readonly LogEntry[] } {
  try {
    return { rows: JSON.stringify(entries.map(toRow)), sound: entries };
  } catch {
    const sound = entries.filter(isEncodable);
    return { rows: JSON.stringify(sound.map(toRow)), sound };
  }
}

function isEncodable(entry: LogEntry): boolean {
  try {
    JSON.stringify(toRow(entry));
    return true;
  } catch {
    return false;
  }
}

/** The entries again. Numbers that JSON lacks (NaN, infinities) have become null on the way. */
export function decodeLogBatch(batch: EncodedBatch): LogEntry[] {
  const rows = JSON.parse(batch.rows) as Row[];
  let offset = 0;
  const take = (length: number): Uint8Array | null => {
    if (length < 0) return null;
    offset += length;
    return batch.bodies.subarray(offset - length, offset);
  };
  return rows.map((row, index) => {
    const requestBody = take(batch.lengths[index * 2] ?? -1);
    const responseBody = take(batch.lengths[index * 2 + 1] ?? -1);
    const [shed, estimate] = [row[46], row[47]];
    return {
      record: toRecord(row),
      requestBody,
      responseBody,
      ...(shed ? { shed } : {}),
      ...(estimate === null ? {} : { estimate }),
    };
  });
}
