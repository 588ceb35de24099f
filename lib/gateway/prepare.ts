/**
 * Makes the request to a provider out of the caller's.
 *
 * @module
 */
import { tokenInUser } from "../auth/presented_token.ts";
import { FlowError } from "../domain/errors.ts";
import type { FormatName } from "../domain/request_record.ts";
import type { Call, Endpoint } from "../formats/call.ts";
import { dialectOf } from "../formats/dialects.ts";
import { rewriteForm } from "../formats/multipart/form_call.ts";
import type { FormFacts } from "../formats/multipart/form_facts.ts";
import { rewriteCall } from "../formats/openai_chat/rewrite.ts";
import type { OutboundRequest } from "../http/send.ts";
import { quirksOf } from "../providers/choose_format.ts";
import { outputLimitOf } from "../providers/output_limits.ts";
import type { Destination } from "../providers/provider.ts";
import { countTokensUrl, requestUrl } from "../providers/request_url.ts";
import type { Draft } from "./draft.ts";
import { destinationOf } from "./destination.ts";
import { embeddingsRequest, type VectorsBack } from "./embeddings.ts";
import type { Failure } from "./failure.ts";
import { MissingFormats } from "./missing_formats.ts";
import { OutboundHeaders } from "./outbound_headers.ts";
import type { GatewayParts } from "./parts.ts";
import type { ProofMemory } from "./proof_memory.ts";
import type { Target } from "./target.ts";
import { answerContext, jsonBytes, parseCall, type Translation } from "./translation.ts";

/** What goes out for one target, and what must be done to its answer. */
export interface Prepared {
  readonly outbound: OutboundRequest;
  /** The caller did not ask for the usage that we asked the provider for. */
  readonly hideUsageChunk: boolean;
  /** Null when the provider speaks the caller's format. */
  readonly translation: Translation | null;
  /** What embeddings need on their way back; null when they pass as they are. */
  readonly vectorsBack: VectorsBack | null;
}

/** A body for the provider. */
interface Body {
  readonly bytes: Uint8Array;
  /** What the log keeps instead, where the bytes are no text. */
  readonly logged?: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly hideUsageChunk: boolean;
  readonly translation: Translation | null;
  readonly vectorsBack?: VectorsBack;
}

/** Prepares requests. */
export class Preparer {
  /** Which formats servers at addresses of the user's own turned out to lack. */
  readonly #formats = new MissingFormats();
  readonly #headers = new OutboundHeaders();

  constructor(private readonly parts: GatewayParts, private readonly memory: ProofMemory) {}

  /**
   * Whether a failure shows that the server does not speak the format it was sent, and there is
   * another one to try; the next `prepare` for this target uses that.
   */
  learn(draft: Draft, { entry, key }: Target, failure: Failure): boolean {
    const format = draft.attempted?.format;
    if (format === undefined) return false;
    return this.#formats.learn(destinationOf(entry, key), draft.endpoint.format, format, failure);
  }

  /**
   * The request for one target; notes on the draft where it goes and with which body.
   *
   * Throws `provider_not_configured` for a provider without a base URL, and `invalid_request` for
   * what the provider's format cannot express.
   */
  prepare(draft: Draft, request: Request, call: Call, target: Target): Prepared {
    const { entry, upstreamModel, key } = target;
    const { provider } = entry;
    const destination = destinationOf(entry, key);
    const { endpoint } = draft;
    const format = this.#formats.formatFor(destination, endpoint.format);
    const body = embeddingsBody(draft, call, target, format) ??
      (format !== endpoint.format
        ? this.#translated(draft, call, target, destination, format)
        : call.mayHoldCarrier
        ? this.#unpacked(draft, call, target, destination, format)
        : rewritten(draft, call, target));
    const url = urlFor(destination, endpoint, {
      format,
      model: upstreamModel,
      stream: call.stream,
    });
    draft.requestBody = body.logged ?? body.bytes;
    draft.attempted = {
      provider: provider.id,
      priceId: provider.priceId ?? provider.id,
      upstreamModel,
      key,
      format,
    };
    return {
      outbound: {
        target: `${provider.name} (${url.host})`,
        method: "POST",
        url,
        headers: this.#headers.for(request.headers, entry, key, format, body.headers),
        body: body.bytes,
        limits: entry.limits,
      },
      hideUsageChunk: body.hideUsageChunk,
      translation: body.translation,
      vectorsBack: body.vectorsBack ?? null,
    };
  }

  /**
   * A conversation that other providers' proofs ride in cannot pass as it is: it is written anew in its
   * own format, each proof where it belongs. The answer still passes as it is.
   */
  #unpacked(
    draft: Draft,
    call: Call,
    target: Target,
    destination: Destination,
    format: FormatName,
  ): Body {
    const isChat = dialectOf(format).codec !== null && !draft.endpoint.countsTokens;
    if (!isChat || call.refersTo !== null) return rewritten(draft, call, target);
    const body = this.#translated(draft, call, target, destination, format);
    const hideUsageChunk = draft.endpoint.asksForUsage && call.stream && !call.wantsUsageChunk;
    return { ...body, hideUsageChunk, translation: null };
  }

  #translated(
    draft: Draft,
    call: Call,
    target: Target,
    destination: Destination,
    format: FormatName,
  ): Body {
    const caller = dialectOf(draft.endpoint.format).codec;
    const provider = dialectOf(format).codec;
    if (caller === null || provider === null) throw untranslatable(draft, target);
    if (call.refersTo !== null) throw unknownPrevious(call.refersTo, target);
    const owner = draft.caller?.id ?? "";
    draft.parsed ??= this.memory.restore(owner, parseCall(call, caller));
    const { body, headers, warnings } = provider.renderRequest(draft.parsed, {
      model: target.upstreamModel,
      quirks: quirksOf(destination, format),
      maxOutputTokens: outputLimitOf(target.upstreamModel),
    });
    draft.warnings = [...warnings];
    const { newId, clock } = this.parts;
    const context = {
      ...answerContext(call, draft.parsed, newId, clock.now()),
      ...(draft.shownModel === null ? {} : { shownModel: draft.shownModel }),
    };
    return {
      bytes: jsonBytes(body),
      headers,
      hideUsageChunk: false,
      translation: { provider, caller, context },
    };
  }
}

/** Null for what is no request for embeddings, or one that passes as it is. */
function embeddingsBody(
  draft: Draft,
  call: Call,
  target: Target,
  format: FormatName,
): Body | null {
  const embeddings = embeddingsRequest(call, draft.endpoint.format, format, target.upstreamModel);
  if (embeddings === null) return null;
  const body = embeddings.bytes === null
    ? rewritten(draft, call, target)
    : { bytes: embeddings.bytes, headers: {}, hideUsageChunk: false, translation: null };
  draft.warnings = [...embeddings.warnings];
  return { ...body, vectorsBack: embeddings.back };
}

/** The caller's own bytes, but for what must change. */
function rewritten(draft: Draft, call: Call, { entry: { provider }, upstreamModel }: Target): Body {
  draft.warnings = [];
  if (call.form !== undefined) return rewrittenForm(call, call.form, upstreamModel);
  const { bytes, hideUsageChunk } = rewriteCall(call, {
    upstreamModel: draft.endpoint.modelInPath ? call.model : upstreamModel,
    askForUsage: provider.streamUsage === "on_request" && draft.endpoint.asksForUsage,
    dropUser: tokenInUser(call.user) !== null,
    keepsFields: provider.keepsFields ?? [],
  });
  return { bytes, headers: {}, hideUsageChunk, translation: null };
}

function rewrittenForm(call: Call, form: FormFacts, upstreamModel: string): Body {
  return {
    bytes: rewriteForm(call, form, upstreamModel),
    logged: jsonBytes(form.summary),
    headers: { "content-type": form.contentType },
    hideUsageChunk: false,
    translation: null,
  };
}

function unknownPrevious(id: string, { entry: { provider } }: Target): FlowError {
  return new FlowError(
    "invalid_request",
    `The response '${id}' is not kept here, and ${provider.name} does not know it either. Send the ` +
      "whole conversation as 'input'.",
    { param: "previous_response_id" },
  );
}

function urlFor(
  destination: Destination,
  endpoint: Endpoint,
  asked: { readonly format: FormatName; readonly model: string; readonly stream: boolean },
): URL {
  if (endpoint.countsTokens) {
    const url = countTokensUrl(destination, asked.format, asked.model);
    if (url !== null) return url;
  }
  return requestUrl(destination, {
    ...asked,
    embedsOne: endpoint.embedsOne === true,
    ...(endpoint.upstreamPath === null ? {} : { path: endpoint.upstreamPath }),
  });
}

function untranslatable(draft: Draft, { entry: { provider } }: Target): FlowError {
  return new FlowError(
    "invalid_request",
    `${provider.name} has no ${draft.endpoint.path}, and nothing that it could be translated to. ` +
      "Choose a model of another provider.",
    { param: "model" },
  );
}
