/**
 * The one use case: admit → resolve → rewrite → send → deliver → record.
 *
 * @module
 */
import { presentedToken, tokenInUser } from "../auth/presented_token.ts";
import { FlowError, toFlowError } from "../domain/errors.ts";
import { type Call, type Endpoint, readCall } from "../formats/call.ts";
import type { Exchange } from "../http/exchange.ts";
import type { OutboundRequest } from "../http/send.ts";
import { KeyRotation } from "./choose_key.ts";
import { Deliverer } from "./deliver.ts";
import { Draft } from "./draft.ts";
import { upstreamRequestId } from "./headers.ts";
import { readLabels } from "./labels.ts";
import type { GatewayParts, Inbound } from "./parts.ts";
import { Preparer } from "./prepare.ts";
import { ProofMemory } from "./proof_memory.ts";
import { readBody } from "./read_body.ts";
import { receive } from "./receive.ts";
import { resolveModel } from "./resolve.ts";
import { Settler } from "./settle.ts";
import { WriteCoalescer } from "./write_coalescer.ts";

/** Handles the requests of all OpenAI-style endpoints. */
export class Gateway {
  readonly #keys = new KeyRotation();
  readonly #settler: Settler;
  readonly #deliverer: Deliverer;
  readonly #underWay = new Set<Exchange>();
  readonly #preparer: Preparer;

  constructor(private readonly parts: GatewayParts) {
    this.#settler = new Settler(parts);
    const memory = new ProofMemory();
    this.#preparer = new Preparer(parts, memory);
    const coalescer = new WriteCoalescer(parts.clock);
    this.#deliverer = new Deliverer(parts, this.#settler, coalescer, memory);
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

  /** Ends every exchange under way, for a shutdown whose patience has run out. */
  abortAll(reason: FlowError): void {
    for (const exchange of this.#underWay) exchange.abort(reason);
    this.#underWay.clear();
  }

  async #serve(draft: Draft, inbound: Inbound): Promise<Response> {
    const { request } = inbound;
    const call = await this.#withHistory(draft, await this.#admit(draft, inbound));
    const directory = this.parts.directory();
    const resolved = resolveModel(call.model, directory);
    const key = this.#keys.next(resolved.entry, directory);
    const prepared = this.#preparer.prepare(draft, request, call, { ...resolved, key });
    const { outbound } = prepared;
    const exchange = this.parts.sender.open(outbound);
    this.#follow(exchange, request);
    const response = await this.#send(draft, outbound, exchange);
    try {
      const received = await receive(
        response,
        exchange,
        { asksForStream: call.stream, isTranslated: prepared.translation !== null },
        this.parts.clock,
      );
      return this.#deliverer.deliver({ draft, response, exchange, prepared, received });
    } catch (thrown) {
      exchange.abort(toFlowError(thrown));
      throw thrown;
    }
  }

  /** Who calls, and what they ask: the token before the body, unless the body holds the token. */
  async #admit(draft: Draft, { request, path }: Inbound): Promise<Call> {
    const { parts } = this;
    const { endpoint, marks } = draft;
    const presented = presentedToken(request.headers);
    const mayBeInBody = presented === null && endpoint.tokenInUser;
    if (!mayBeInBody) draft.caller = parts.admit(presented);
    draft.labels = readLabels(request.headers);
    const uploadBeganMs = parts.clock.monotonic();
    let bytes: Uint8Array;
    try {
      bytes = await readBody(request, parts.settings().bodyLimitBytes);
    } finally {
      marks.uploadMs = parts.clock.monotonic() - uploadBeganMs;
    }
    const call = readCall(bytes, endpoint, path);
    draft.call = call;
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

  async #send(draft: Draft, outbound: OutboundRequest, exchange: Exchange): Promise<Response> {
    draft.marks.sentMs = this.parts.clock.monotonic();
    const response = await this.parts.sender.send(outbound, exchange);
    draft.upstreamRequestId = upstreamRequestId(response.headers);
    return response;
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

function errorResponse(error: FlowError, draft: Draft): Response {
  const headers: [string, string][] = [
    ["content-type", "application/json"],
    ["x-request-id", draft.id],
    ["x-flow-error-source", draft.marks.sentMs === null ? "gateway" : "provider"],
  ];
  if (draft.attempted !== null) headers.push(["x-flow-provider", draft.attempted.provider]);
  for (const name in error.headers) headers.push([name, error.headers[name]!]);
  const { status, body } = draft.dialect.errorAnswer(error, draft.id);
  return new Response(body, { status, headers });
}
