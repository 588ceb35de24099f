/**
 * What the gateway is made of; the command line puts it together, tests put in stand-ins.
 *
 * @module
 */
import type { Clock, Log, NewId } from "../domain/ports.ts";
import type { RequestRecord } from "../domain/request_record.ts";
import type { Call, Endpoint, PathFacts } from "../formats/call.ts";
import type { Sender } from "../http/send.ts";
import type { PriceBook } from "../usage/prices.ts";
import type { RequestRecorder } from "../usage/recorder.ts";
import type { AdmittedCaller } from "./admitted_caller.ts";
import type { AttemptPolicy } from "./attempt_policy.ts";
import type { Directory } from "./directory.ts";
import type { Fallbacks } from "./fallbacks.ts";
import type { KeyHealth } from "./key_health.ts";
import type { RouterState } from "./model_router.ts";
import type { Pause } from "./pause.ts";
import type { Draft } from "./draft.ts";

/** Settings that may change while the gateway runs. */
export interface GatewaySettings {
  readonly bodyLimitBytes: number;
  /** How long a caller of a stream may read nothing, ms; 0: for ever. */
  readonly callerTimeoutMs: number;
  readonly logPrompts: boolean;
  readonly logResponses: boolean;
}

/** Counts for operators. */
export interface GatewayMetrics {
  requestStarted(): void;
  requestFinished(record: RequestRecord): void;
}

/** Responses that callers go on from by their id. */
export interface History {
  /** The call with the turns that it goes on from written out, where they are known. */
  expand(call: Call, endpoint: Endpoint, callerId: string | null): Promise<Call>;
  /** Sees to it that the answer to this call is kept. */
  keep(draft: Draft, call: Call): void;
}

/** How failing providers are met. */
export interface AttemptSettings {
  readonly policy: AttemptPolicy;
  readonly fallbacks: Fallbacks;
}

/** Everything that handling a request needs. */
export interface GatewayParts {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly sender: Sender;
  readonly prices: PriceBook;
  readonly recorder: RequestRecorder;
  readonly metrics: GatewayMetrics;
  /** The state of the world at this moment. */
  readonly directory: () => Directory;
  readonly settings: () => GatewaySettings;
  readonly attempts: () => AttemptSettings;
  /** How the router chooses, at this moment. */
  readonly router: () => RouterState;
  readonly keyHealth: KeyHealth;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly pause: Pause;
  /** Responses that callers may go on from; null: none are kept. */
  readonly history: History | null;
  /** Checks a presented caller token (null: none); null when callers need none. Throws. */
  readonly admit: (presented: string | null) => AdmittedCaller | null;
}

/** A request as it came in. */
export interface Inbound {
  readonly request: Request;
  /** Where the endpoint's path names model and streaming. */
  readonly path?: PathFacts;
  readonly clientIp: string | null;
}
