/** Stores and records for tests. */
import type { RecordedRequest, RequestRecord } from "../../lib/domain/request_record.ts";
import { NO_USAGE } from "../../lib/domain/usage.ts";
import { openStore, type Store, type StoreOptions } from "../../lib/store/store.ts";

/** A clock that stands still. */
export const STILL_CLOCK = { now: () => 1_700_000_000_000, monotonic: () => 0 };

/** `modelRequested` of a record that the preparation in the worker cannot stomach. */
export const PREPARE_THROWS = "fault: prepare throws";
/** `modelRequested` of a record that takes the writer's thread down. */
export const THREAD_DIES = "fault: thread dies";

export const spawnStoreWorker = (): Worker =>
  new Worker(new URL("./store_worker.ts", import.meta.url), { type: "module" });

/** A store that is closed when the scope that holds it ends. */
export type TestStore = Store & AsyncDisposable;

/** Opens the database at `path` with this program's migrations. */
export async function openTestStore(
  path: string,
  options: Partial<StoreOptions> = {},
): Promise<TestStore> {
  const store = await openStore({
    path,
    spawnWorker: spawnStoreWorker,
    clock: STILL_CLOCK,
    ...options,
  });
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

/** A record of a completed request, with what a test wants to be different. */
export function requestRecord(change: Partial<RequestRecord> = {}): RequestRecord {
  return {
    ...NO_USAGE,
    id: "0190a0a0-0000-7000-8000-000000000001",
    startedAtMs: 1_700_000_000_000,
    endpoint: "/v1/chat/completions",
    format: "openai_chat",
    callerTokenId: null,
    callerTokenName: null,
    clientIp: "127.0.0.1",
    modelRequested: "openai/gpt-4o",
    modelUsed: "gpt-4o-2024-08-06",
    provider: "openai",
    providerKeyId: null,
    providerKeyLabel: null,
    stream: false,
    outcome: "complete",
    httpStatus: 200,
    errorCode: null,
    errorMessage: null,
    finishReason: "stop",
    upstreamRequestId: null,
    latencyMs: 12,
    ttftMs: null,
    overheadUs: 300,
    sessionId: null,
    userTag: null,
    tags: null,
    costNanoUsd: 4_200_000,
    priceSource: "test@1",
    complexityTier: null,
    complexityScore: null,
    decision: null,
    cacheWrite1hTokens: null,
    toolPromptTokens: null,
    upstreamFormat: null,
    isUsageEstimated: false,
    serviceTier: null,
    warnings: null,
    attempts: [],
    ...change,
  };
}

/** The same with bodies, given as text. */
export function recordedRequest(
  change: Partial<RequestRecord> = {},
  bodies: { readonly request?: string; readonly response?: string } = {},
): RecordedRequest {
  const bytes = (text: string | undefined) =>
    text === undefined ? null : new TextEncoder().encode(text);
  return {
    record: requestRecord(change),
    requestBody: bytes(bodies.request),
    responseBody: bytes(bodies.response),
  };
}

/** Id number `n`; ids of higher numbers sort later. */
export function testId(n: number): string {
  return `0190a0a0-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
}
