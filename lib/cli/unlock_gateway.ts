/**
 * After a change: a running gateway that is locked is unlocked with the password just used.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { UnlockAnswer, VaultAnswer } from "../http/running_gateway.ts";
import type { CliContext } from "./context.ts";
import type { Installation } from "./installation.ts";
import { gatewayAt, gatewayUrl } from "./outbound.ts";

/** What the gateway on the configured port is doing now; null: there is none. */
export type GatewayOutcome = "unlocked" | "locked" | null;

/** Looks for a gateway on the configured port, unlocks it if need be, and tells. */
export async function unlockRunningGateway(
  { config }: Pick<Installation, "config">,
  { output }: CliContext,
  password: Secret | null,
): Promise<GatewayOutcome> {
  const url = gatewayUrl(config);
  if (url === null) return null;
  const gateway = gatewayAt(url);
  let state: VaultAnswer | null;
  let answer: UnlockAnswer | null = null;
  try {
    state = await gateway.vault();
    if (state === null) return null;
    if (state !== "unlocked" && password !== null) answer = await gateway.unlock(password);
  } catch (error) {
    // Nothing listens, or something that is no gateway.
    if (error instanceof FlowError) return null;
    throw error;
  }
  if (state === "unlocked") {
    output.note(`The gateway at ${url} uses it within a second.`);
    return "unlocked";
  }
  if (answer?.kind === "unlocked") {
    output.note(`The gateway at ${url} was locked; it is unlocked now.`);
    return "unlocked";
  }
  const why = answer?.kind === "wrong_password" ? " (its master password is another one)" : "";
  output.warn(`The gateway at ${url} is locked${why}. Unlock it with: flow-router unlock`);
  return "locked";
}
