/**
 * The short way of the endpoints that are called most: past the search for a route, which costs as much
 * as reading the request, through the same access rules.
 *
 * @module
 */
import type { Admission } from "../lib/auth/access_rules.ts";
import type { Endpoint } from "../lib/formats/call.ts";
import { MESSAGES } from "../lib/formats/anthropic_messages/endpoints.ts";
import { CHAT, EMBEDDINGS } from "../lib/formats/openai_chat/endpoints.ts";
import { RESPONSES } from "../lib/formats/openai_responses/endpoints.ts";
import type { Gateway } from "../lib/gateway/gateway.ts";
import type { Peer } from "./env.ts";

/** What `Deno.serve` tells of a connection. */
export interface Connection {
  readonly remoteAddr?: Peer;
}

/**
 * Checks a request against the access rules. Null when it is refused, or when its answer needs headers
 * of its own: the long way then sees to it.
 */
export type PassesPlainly = (
  request: Request,
  path: string,
  connection: Connection,
) => Admission | null;

/** Answers a request; null when it has to go the long way. */
export type ShortWay = (request: Request, connection: Connection) => Promise<Response> | null;

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map(
  [CHAT, MESSAGES, RESPONSES, EMBEDDINGS].map((endpoint) => [endpoint.path, endpoint]),
);

/** Only for paths written exactly as we name them; whatever is odd about a request goes the long way. */
export function shortWay(
  gateway: Pick<Gateway, "handle">,
  passesPlainly: PassesPlainly,
): ShortWay {
  return (request, connection) => {
    if (request.method !== "POST") return null;
    const { url } = request;
    // Behind `http://` the host ends where the path begins; a query makes it another text.
    const path = url.slice(url.indexOf("/", "https://".length));
    const endpoint = ENDPOINTS.get(path);
    if (endpoint === undefined) return null;
    const admission = passesPlainly(request, path, connection);
    if (admission === null) return null;
    return gateway.handle(endpoint, { request, clientIp: admission.clientIp });
  };
}
