/**
 * Who needs a caller token.
 *
 * @module
 */

/**
 * `auto`: nobody until the first token is made, from then on everybody. `required`: everybody.
 * `open`: nobody.
 */
export type TokenPolicy = "auto" | "required" | "open";

/** Environment variables that overrule `security.caller_tokens`. */
export const ENFORCE_VARIABLE = "FLOW_LLM_ROUTER_ENFORCE_CALLER_TOKENS";
export const DISABLE_VARIABLE = "FLOW_LLM_ROUTER_DISABLE_CALLER_TOKENS";

/** The values of the two variables; undefined when not set. */
export interface TokenSwitches {
  readonly enforce: string | undefined;
  readonly disable: string | undefined;
}

const isOn = (value: string | undefined): boolean =>
  /^(?:1|true|yes|on)$/i.test(value?.trim() ?? "");

/**
 * The policy in force. Enforcing wins over disabling. It lifts `open` to `auto` and leaves
 * `required` alone: without any token there is nothing yet to enforce.
 */
export function effectivePolicy(configured: TokenPolicy, switches: TokenSwitches): TokenPolicy {
  if (isOn(switches.enforce)) return configured === "open" ? "auto" : configured;
  return isOn(switches.disable) ? "open" : configured;
}

/**
 * Whether a token is needed. `everExisted` remembers a token that is gone, so that deleting the
 * last one does not open the gateway in silence.
 */
export function isTokenRequired(policy: TokenPolicy, everExisted: boolean): boolean {
  return policy === "required" || (policy === "auto" && everExisted);
}
