/**
 * Whether strangers can spend the user's money.
 *
 * @module
 */
import { isTokenRequired } from "../../auth/token_policy.ts";
import { isLoopback } from "../../admin/base_url.ts";
import type { Config } from "../../config/schema.ts";
import { fail, type Finding, ok, warn } from "./finding.ts";

const TITLE = "Callers";
const CREATE = "Make a token: flow-router tokens create NAME";

/** The caller tokens, as far as this check needs them. */
export interface TokenFacts {
  /** Whether there is or ever was one. */
  readonly everExisted: boolean;
  /** Enabled and not expired. */
  readonly usable: number;
}

/** Holds the policy for caller tokens against the addresses from which callers may come. */
export function judgeCallers({ server, security }: Config, tokens: TokenFacts): Finding {
  const { host } = server;
  const isRequired = isTokenRequired(security.caller_tokens, tokens.everExisted);
  if (isRequired && tokens.usable === 0) {
    return fail(TITLE, "a caller token is needed and there is none that works", CREATE);
  }
  const listensFurther = !isLoopback(host);
  const letsIn = listensFurther && admitsOthers(security.ip_whitelist);
  if (letsIn && !isRequired) {
    return fail(
      TITLE,
      `everybody who reaches ${host} can use your provider keys: no token is needed`,
      security.caller_tokens === "open" ? "Set security.caller_tokens to auto or required" : CREATE,
    );
  }
  if (!isRequired) {
    return warn(TITLE, "every program on this machine can use your provider keys", CREATE);
  }
  if (listensFurther && !letsIn) {
    return warn(
      TITLE,
      `the gateway listens on ${host}, but lets in this machine only`,
      "Set security.ip_whitelist.mode to whitelist and name who may call, or server.host to " +
        "127.0.0.1",
    );
  }
  const from = letsIn ? "other machines too" : "this machine only";
  return ok(TITLE, `a caller token is needed (${tokens.usable} usable); from ${from}`);
}

function admitsOthers({ enabled, mode, allowed_ips }: Config["security"]["ip_whitelist"]): boolean {
  if (!enabled || mode === "open") return true;
  return mode === "whitelist" && allowed_ips.some((one) => !isLoopback(one.replace(/\/.*/, "")));
}
