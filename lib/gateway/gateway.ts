/**
 * The one use case: admit → decide → plan → attempts → deliver → record.
 *
 * @module
 */
import { presentedToken, tokenInUser } from "../auth/presented_token.ts";
import { FlowError, toFlowError } from "../domain/errors.ts";
import { OPEN_SCOPE } from "../domain/model_scope.ts";
import { type Call, type Endpoint, readCall } from "../formats/call.ts";
import { readForm } from "../formats/multipart/form_call.ts";
import { isFormType } from "../formats/multipart/form_parts.ts";
import type { Decision } from "../domain/routing.ts";
import type { Exchange } from "../http/exchange.ts";
import { ownHeaders } from "./answer_headers.ts";
import { admitModel } from "./admit_model.ts";
import { AttemptLoop } from "./attempt_loop.ts";
import { KeyRotation } from "./choose_key.ts";
import { countHere } from "./count_tokens.ts";
import { Deliverer } from "./deliver.ts";
import { Draft } from "./draft.ts";
import { readFallbackHeader } from "./fallbacks.ts";
import { readLabels } from "./labels.ts";
import { NextStep } from "./next_step.ts";
import { ModelRouter } from "./model_router.ts";
import type { GatewayParts, Inbound } from "./parts.ts";
import { Plan } from "./plan.ts";
import { Preparer } from "./prepare.ts";
import { ProofMemory } from "./proof_memory.ts";
import { readBody } from "./read_body.ts";
import { recordSkipped } from "./record_attempt.ts";
import { RetryBudget } from "./retry_budget.ts";
import { Settler } from "./settle.ts";
import { WriteCoalescer } from "./write_coalescer.ts";

/** Handles the requests of all endpoints that providers answer. */
export class Gateway {
  readonly #keys: KeyRotation;
  readonly #budget: RetryBudget;
  readonly #attempts: AttemptLoop;
  readonly #settler: Settler;
  readonly #router: ModelRouter;
  readonly #underWay = new Set<Exchange>();
  readonly #closing = new AbortController();

  constructor(private readonly parts: GatewayParts) {
    this.#settler = new Settler(parts);
    this.#router = new ModelRouter(parts);
    this.#keys = new KeyRotation(parts.keyHealth);
    this.#budget = new RetryBudget(() => parts.attempts().policy, parts.clock);
    const memory = new ProofMemory();
    const coalescer = new WriteCoalescer(parts.clock);
    this.#attempts = new AttemptLoop({
      gateway: parts,
      preparer: new Preparer(parts, memory),
      deliverer: new Deliverer(parts, this.#settler, coalescer, memory),
      follow: (exchange, request) => this.#follow(exchange, request),
    });
  }

  /** Answers one request, whatever happens, and leaves exactly one row. */
  async handle(endpoint: Endpoint, inbound: Inbound): Promise<Response> {
    const { clock, newId, metrics } = this.parts;
    const draft = new Draft(newId(), endpoint, clock.now(), clock.monotonic(), inbound.clientIp);
    metrics.requestStarted();
    try {
      return await this.#serve(draft, inbound);
    } catch (thrown) {
      const error = toFlowError(thrown);
      this.#settler.fail(draft, error);
      return errorResponse(error, draft);
    }
  }

  /** Ends everything under way, for a shutdown whose patience has run out. */
  abortAll(reason: FlowError): void {
    this.#closing.abort(reason);
    for (const exchange of this.#underWay) exchange.abort(reason);
    this.#underWay.clear();
  }

  async #serve(draft: Draft, inbound: Inbound): Promise<Response> {
    const { request } = inbound;
    const call = await this.#withHistory(draft, await this.#admit(draft, inbound));
    const routing = this.#router.routing(draft, request.headers, call);
    if (routing !== null) {
      draft.decision = await this.#router.decide(draft, call, routing, request.signal);
    }
    if (draft.endpoint.countsTokens) {
      const model = admitModel(
        draft.decision?.model ?? call.model,
        this.parts.directory(),
        draft.caller?.scope,
      );
      const counted = countHere(draft, call, model, this.#settler);
      if (counted !== null) return counted;
    }
    const plan = this.#plan(draft, request, call);
    this.#budget.earn();
    const { attempts, random, pause } = this.parts;
    const steps = new NextStep({
      draft,
      plan,
      policy: attempts().policy,
      budget: this.#budget,
      random,
      pause,
      caller: request.signal,
      closing: this.#closing.signal,
    });
    return await this.#attempts.run({ draft, request, call, plan, steps });
  }

  /** Throws as `admitModel` does, and `invalid_request` for a header that names what may not be asked. */
  #plan(draft: Draft, request: Request, call: Call): Plan {
    const { parts } = this;
    const directory = parts.directory();
    const scope = draft.caller?.scope ?? OPEN_SCOPE;
    const { decision } = draft;
    const model = decision?.model ?? call.model;
    const primary = admitModel(model, directory, scope);
    return new Plan({
      primary,
      fallbacks: readFallbackHeader(request.headers, directory, scope) ??
        withStandIns(
          decision,
          parts.attempts().fallbacks.for({
            requested: model,
            resolved: `${primary.entry.provider.id}/${primary.upstreamModel}`,
            tier: decision?.tier ?? null,
          }),
        ),
      directory,
      scope,
      keys: this.#keys,
      health: parts.keyHealth,
      clock: parts.clock,
      onSkipped: (model, reason) => recordSkipped(draft, model, reason, parts.clock.monotonic()),
    });
  }

  /** Who calls, and what they ask: the token before the body, unless the body holds the token. */
  async #admit(draft: Draft, { request, path }: Inbound): Promise<Call> {
    const { parts } = this;
    const { endpoint, marks } = draft;
    const presented = presentedToken(request.headers, request.url);
    const mayBeInBody = presented === null && endpoint.tokenInUser;
    if (!mayBeInBody) draft.caller = parts.admit(presented);
    draft.labels = readLabels(request.headers);
    const uploadBeganMs = parts.clock.monotonic();
    let bytes: Uint8Array;
    try {
      bytes = await readBody(request, parts.settings().bodyLimitBytes, endpoint.takesForms);
    } finally {
      marks.uploadMs = parts.clock.monotonic() - uploadBeganMs;
    }
    const type = request.headers.get("content-type");
    const isForm = endpoint.takesForms === true && isFormType(type);
    const call = isForm ? readForm(bytes, type, endpoint) : readCall(bytes, endpoint, path);
    draft.call = call;
    if (endpoint.wantsAskedModel?.(request.headers) === true) draft.shownModel = call.model;
    if (mayBeInBody) draft.caller = parts.admit(tokenInUser(call.user));
    return call;
  }

  /** A call that goes on from a response kept here has that conversation written out. */
  async #withHistory(draft: Draft, call: Call): Promise<Call> {
    const { history } = this.parts;
    if (history === null || draft.endpoint.format !== "openai_responses") return call;
    history.keep(draft, call);
    return await history.expand(call, draft.endpoint, draft.caller?.id ?? null);
  }

  /** The provider stops working as soon as the caller hangs up, also before the first byte. */
  #follow(exchange: Exchange, request: Request): void {
    const hangUp = () =>
      exchange.abort(new FlowError("caller_gone", "The caller hung up before an answer came."));
    this.#underWay.add(exchange);
    exchange.onOver(() => this.#underWay.delete(exchange));
    if (request.signal.aborted) hangUp();
    else request.signal.addEventListener("abort", hangUp, { once: true });
  }
}

/** Models of the same tier go before those of the configuration's table. */
function withStandIns(
  decision: Decision | null,
  fallbacks: readonly string[],
): readonly string[] {
  if (decision === null || decision.standIns.length === 0) return fallbacks;
  return [...new Set([...decision.standIns, ...fallbacks])];
}

function errorResponse(error: FlowError, draft: Draft): Response {
  const headers: [string, string][] = [
    ["content-type", "application/json"],
    ...ownHeaders(draft),
    ["x-flow-error-source", draft.marks.sentMs === null ? "gateway" : "provider"],
  ];
  for (const name in error.headers) headers.push([name, error.headers[name]!]);
  const { status, body } = draft.dialect.errorAnswer(error, draft.id);
  return new Response(body, { status, headers });
}
