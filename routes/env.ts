/**
 * What Hono carries through a request of ours.
 *
 * @module
 */
import type { Context } from "hono";
import type { Inbound } from "../lib/gateway/parts.ts";

/** The socket's other end, as `Deno.serve` tells it. */
export interface Peer {
  readonly transport: string;
  readonly hostname?: string;
}

/** Bindings come with the connection, variables are set by the access middleware. */
export interface AppEnv {
  Bindings: { readonly remoteAddr?: Peer };
  Variables: {
    /** The caller's address after trusted proxies have been looked through; null: not a TCP peer. */
    clientIp: string | null;
    /** How errors of this operation look; set under `/api`. */
    errorShape?: "detail" | "envelope";
  };
}

/** A request as the gateway wants it. */
export function inbound(c: Context<AppEnv>): Inbound {
  return { request: c.req.raw, clientIp: c.get("clientIp") ?? null };
}
