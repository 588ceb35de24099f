/**
 * The configuration in the words of those who work by it.
 *
 * @module
 */
import type { Config } from "../config/schema.ts";
import type { GatewaySettings } from "../gateway/parts.ts";
import type { LogPolicy } from "../store/log_entry.ts";

export const MIB = 1024 * 1024;

/** What the writer keeps of bodies. */
export function logPolicy({ logging }: Pick<Config, "logging">): LogPolicy {
  return {
    logPrompts: logging.log_prompts,
    logResponses: logging.log_responses,
    redactSecrets: logging.redact_secrets,
  };
}

/** What each request is handled by. */
export function gatewaySettings(
  { server, logging }: Pick<Config, "server" | "logging">,
): GatewaySettings {
  return {
    bodyLimitBytes: server.body_limit_mb * MIB,
    callerTimeoutMs: server.caller_timeout_ms,
    logPrompts: logging.log_prompts,
    logResponses: logging.log_responses,
  };
}
