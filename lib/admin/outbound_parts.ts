/**
 * What use cases need of the world beyond the database: providers, and what the running gateway knows
 * of them.
 *
 * @module
 */
import type { CallJson } from "../http/json_call.ts";
import type { SearchAt } from "./search_trial.ts";

/** A key, or a key for one model, that does not work now. */
export interface KeyTroubleView {
  readonly keyId: string | null;
  /** Null: for every model. */
  readonly model: string | null;
  readonly state: "resting" | "open" | "half_open";
  readonly reason: string;
  /** Unix ms. */
  readonly untilMs: number;
}

/** When and why a key failed last. */
export interface KeyFailureView {
  /** Unix ms. */
  readonly atMs: number;
  readonly model: string;
  readonly reason: string;
}

/** What the running gateway knows of its keys. */
export interface KeyHealthView {
  list(): readonly KeyTroubleView[];
  lastFailure(keyId: string): KeyFailureView | null;
}

/**
 * Sends a request through the gateway as callers do, but for one model that need not be enabled and
 * without another try.
 *
 * @param path `/v1/chat/completions` or `/v1/embeddings`
 */
export type TryModel = (
  path: "/v1/chat/completions" | "/v1/embeddings",
  body: Readonly<Record<string, unknown>>,
) => Promise<Response>;

/** All of it. */
export interface OutboundParts {
  readonly call: CallJson;
  readonly keyHealth: KeyHealthView;
  readonly tryModel: TryModel;
  readonly searchAt: SearchAt;
}
