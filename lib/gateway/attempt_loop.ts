/**
 * Tries until an answer can go to the caller, or nothing is left that could help.
 *
 * @module
 */
import { FlowError, toFlowError } from "../domain/errors.ts";
import type { Call } from "../formats/call.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Answer } from "./answer.ts";
import type { Deliverer } from "./deliver.ts";
import type { Draft } from "./draft.ts";
import { examine, type Examined, examineStream } from "./examine.ts";
import { type Failure, failureOfThrown } from "./failure.ts";
import { upstreamRequestId } from "./headers.ts";
import type { Permit } from "./key_health.ts";
import { LastResort } from "./last_resort.ts";
import type { NextStep } from "./next_step.ts";
import type { GatewayParts } from "./parts.ts";
import { withoutKey } from "./pass_through.ts";
import type { Plan } from "./plan.ts";
import type { Prepared, Preparer } from "./prepare.ts";
import { receive, type Received } from "./receive.ts";
import { type AttemptEnd, recordAttempt, recordSkipped } from "./record_attempt.ts";
import { interrupted } from "./relay.ts";
import type { Target } from "./target.ts";

/** What the loop works with. */
export interface AttemptLoopParts {
  readonly gateway: GatewayParts;
  readonly preparer: Preparer;
  readonly deliverer: Deliverer;
  /** Ends the exchange when the caller hangs up or the gateway stops. */
  readonly follow: (exchange: Exchange, request: Request) => void;
}

/** One request on its way. */
export interface Journey {
  readonly draft: Draft;
  readonly request: Request;
  readonly call: Call;
  readonly plan: Plan;
  readonly steps: NextStep;
}

/** An attempt that has been sent. */
interface Sent {
  readonly target: Target;
  readonly prepared: Prepared;
  readonly permit: Permit;
  readonly exchange: Exchange;
  readonly sentMs: number;
  /** When its headers came, and with which status; null while they have not. */
  knownMs: number | null;
  status: number | null;
}

/** Makes attempts. */
export class AttemptLoop {
  constructor(private readonly parts: AttemptLoopParts) {}

  /**
   * The caller's response. Throws FlowError when there is none: what the plan or the preparation of
   * the first target throws, `caller_gone`, or the reason of the failure that says most.
   */
  async run(journey: Journey): Promise<Response> {
    const { draft, plan, steps } = journey;
    const lastResort = new LastResort(draft);
    let target: Target | null = plan.first();
    while (target !== null) {
      const result: Response | Failure | null = await this.#attempt(journey, target, lastResort);
      if (result instanceof Response) return result;
      if (result !== null && this.parts.preparer.learn(draft, target, result)) {
        lastResort.goOn();
        continue;
      }
      const step = steps.after(target, result);
      if (step === null) break;
      lastResort.goOn();
      target = step.waitMs > 0 ? await steps.wait(step) : step.target;
    }
    return lastResort.end((answer) => this.parts.deliverer.deliver(answer));
  }

  /** One attempt: the response, why there is none, or null when it could not even be made. */
  async #attempt(
    journey: Journey,
    target: Target,
    lastResort: LastResort,
  ): Promise<Response | Failure | null> {
    const prepared = this.#prepare(journey, target);
    if (prepared === null) return null;
    const sent = this.#open(journey, target, prepared);
    let failure: Failure | null;
    let answer: Answer | FlowError;
    try {
      const { response, examined } = await this.#receive(journey, sent);
      const { exchange } = sent;
      answer = { draft: journey.draft, response, exchange, prepared, received: examined.received };
      failure = withoutKeyIn(examined.failure, journey.draft);
      if (failure === null) return this.#deliver(sent, answer);
    } catch (thrown) {
      answer = toFlowError(thrown);
      sent.exchange.abort(answer);
      failure = withoutKeyIn(failureOfThrown(answer), journey.draft);
      if (failure === null) {
        this.#giveUp(journey.draft, sent, answer);
        throw thrown;
      }
    }
    this.parts.gateway.keyHealth.failed(sent.permit, failure);
    const place = this.#record(journey.draft, sent, "failed", failure.reason);
    lastResort.keep(answer, failure, place);
    return failure;
  }

  /** Null: a model that stands in cannot take this request. */
  #prepare({ draft, request, call, plan }: Journey, target: Target): Prepared | null {
    draft.fallbackFrom = plan.isFallback ? draft.decision?.model ?? call.model : null;
    try {
      return this.parts.preparer.prepare(draft, request, call, target);
    } catch (thrown) {
      if (!plan.isFallback || !(thrown instanceof FlowError)) throw thrown;
      recordSkipped(draft, target, thrown.message, this.#nowMs());
      return null;
    }
  }

  #open({ draft, request }: Journey, target: Target, prepared: Prepared): Sent {
    const { gateway, follow } = this.parts;
    const { marks } = draft;
    const exchange = gateway.sender.open(prepared.outbound);
    follow(exchange, request);
    const sentMs = this.#nowMs();
    if (marks.sentMs !== null) marks.waitedMs += sentMs - marks.sentMs;
    marks.sentMs = sentMs;
    draft.upstreamRequestId = null;
    const permit = gateway.keyHealth.begin(target);
    return { target, prepared, permit, exchange, sentMs, knownMs: null, status: null };
  }

  async #receive({ draft, call, steps }: Journey, sent: Sent): Promise<{
    readonly response: Response;
    readonly examined: Examined;
  }> {
    const { sender, clock } = this.parts.gateway;
    const { exchange, prepared } = sent;
    const response = await sender.send(prepared.outbound, exchange);
    sent.knownMs = this.#nowMs();
    sent.status = response.status;
    draft.upstreamRequestId = upstreamRequestId(response.headers);
    const facts = {
      asksForStream: call.stream,
      isTranslated: prepared.translation !== null || prepared.vectorsBack !== null,
      takesAny: draft.endpoint.answers === "any",
    };
    const received = await receive(response, exchange, facts, clock);
    const format = draft.attempted?.format ?? draft.endpoint.format;
    const looksInside = steps.mayFollow;
    if (looksInside && received.kind === "stream") {
      return {
        response,
        examined: await this.#examineStream(response, received, format, exchange),
      };
    }
    const nowMs = clock.now();
    return { response, examined: examine(response, received, { format, looksInside, nowMs }) };
  }

  async #examineStream(
    response: Response,
    received: Extract<Received, { kind: "stream" }>,
    format: Draft["endpoint"]["format"],
    exchange: Exchange,
  ): Promise<Examined> {
    const { firstEventWaitMs } = this.parts.gateway.attempts().policy;
    if (firstEventWaitMs === 0) return { received, failure: null };
    try {
      return await examineStream(response, received, format, firstEventWaitMs);
    } catch (cause) {
      throw exchange.failure ?? interrupted(exchange.target, cause);
    }
  }

  /** Throws as the deliverer does, with nothing noted then. */
  #deliver(sent: Sent, answer: Answer): Response {
    const { draft } = answer;
    const { keyHealth } = this.parts.gateway;
    // Before it is delivered: that may write the row.
    this.#record(draft, sent, "answered", null);
    draft.permit = sent.permit;
    try {
      const response = this.parts.deliverer.deliver(answer);
      keyHealth.answered(sent.permit);
      return response;
    } catch (thrown) {
      draft.attempts.pop();
      draft.permit = null;
      throw thrown;
    }
  }

  /** No other attempt could change it: the caller is gone, or we are at fault. */
  #giveUp(draft: Draft, sent: Sent, error: FlowError): void {
    this.parts.gateway.keyHealth.released(sent.permit);
    const isGone = error.code === "caller_gone";
    this.#record(draft, sent, isGone ? "caller_gone" : "failed", error.message);
  }

  #record(
    draft: Draft,
    { target, sentMs, knownMs, status }: Sent,
    outcome: AttemptEnd["outcome"],
    reason: string | null,
  ): number {
    const end = { sentMs, knownMs: knownMs ?? this.#nowMs(), status, outcome, reason };
    return recordAttempt(draft, target, end);
  }

  #nowMs(): number {
    return this.parts.gateway.clock.monotonic();
  }
}

/** Reasons go to the log; some providers quote the key that they refuse. */
function withoutKeyIn(failure: Failure | null, draft: Draft): Failure | null {
  return failure && { ...failure, reason: withoutKey(failure.reason, draft) };
}
