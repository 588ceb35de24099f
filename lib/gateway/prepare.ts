/**
 * Makes the request to a provider out of the caller's.
 *
 * @module
 */
import { tokenInUser } from "../auth/presented_token.ts";
import { FlowError } from "../domain/errors.ts";
import type { Call } from "../formats/call.ts";
import { rewriteCall } from "../formats/openai_chat/rewrite.ts";
import type { OutboundRequest } from "../http/send.ts";
import type { Draft } from "./draft.ts";
import { outboundHeaders } from "./headers.ts";
import type { Target } from "./target.ts";

/** What goes out for one target, and what must be done to its answer. */
export interface Prepared {
  readonly outbound: OutboundRequest;
  /** The caller did not ask for the usage that we asked the provider for. */
  readonly hideUsageChunk: boolean;
}

/**
 * The request for one target; notes on the draft where it goes and with which body.
 *
 * Throws `provider_not_configured` for a provider without a base URL.
 */
export function prepare(draft: Draft, request: Request, call: Call, target: Target): Prepared {
  const { entry, upstreamModel, key } = target;
  const { provider } = entry;
  const baseUrl = key?.baseUrl ?? entry.baseUrl;
  if (baseUrl === null) {
    throw new FlowError(
      "provider_not_configured",
      `The provider '${provider.id}' has no base URL. Set one with: flow-router add-key ` +
        `--provider ${provider.id} --base-url URL`,
      { param: "model" },
    );
  }
  const rewritten = rewriteCall(call, {
    upstreamModel,
    askForUsage: provider.streamUsage === "on_request" && draft.endpoint.canStream,
    dropUser: tokenInUser(call.user) !== null,
    keepsFields: provider.keepsFields ?? [],
  });
  const url = new URL(baseUrl.replace(/\/+$/, "") + draft.endpoint.upstreamPath);
  draft.requestBody = rewritten.bytes;
  draft.attempted = {
    provider: provider.id,
    priceId: provider.priceId ?? provider.id,
    upstreamModel,
    key,
  };
  return {
    outbound: {
      target: `${provider.name} (${url.host})`,
      method: "POST",
      url,
      headers: outboundHeaders(request.headers, provider, key, entry.headers),
      body: rewritten.bytes,
      limits: entry.limits,
    },
    hideUsageChunk: rewritten.hideUsageChunk,
  };
}
