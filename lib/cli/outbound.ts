/**
 * HTTP from commands: to providers and to our own gateway.
 *
 * @module
 */
import type { Config } from "../config/schema.ts";
import { type CallJson, jsonCaller } from "../http/json_call.ts";
import { RunningGateway } from "../http/running_gateway.ts";
import { systemClock } from "./world.ts";

/** A list of models is short; who takes longer or sends more is not well. */
const PROVIDER_LIMITS = {
  connectMs: 10_000,
  headersMs: 20_000,
  idleMs: 10_000,
  maxBytes: 32 * 1024 * 1024,
};
/** Unlocking takes the gateway's key derivation a good part of a second. */
const GATEWAY_LIMITS = { connectMs: 2000, headersMs: 15_000, idleMs: 5000, maxBytes: 1024 * 1024 };

/** Calls to providers. */
export function providerCalls(): CallJson {
  return jsonCaller({ clock: systemClock }, PROVIDER_LIMITS);
}

/** The gateway at an address. */
export function gatewayAt(url: string): RunningGateway {
  return new RunningGateway(url, jsonCaller({ clock: systemClock }, GATEWAY_LIMITS));
}

/** Where a gateway of this configuration listens; null when it picks a free port. */
export function gatewayUrl({ server: { host, port } }: Config): string | null {
  if (port === 0) return null;
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
