/**
 * What `start` says once it runs: where, in which state, and what to do next.
 *
 * @module
 */
import type { LoadedConfig } from "../config/load.ts";
import type { GatewayState } from "./gateway_process.ts";

/**
 * The text, several lines.
 *
 * @param unlockProblem why the vault could not be unlocked by itself; null when nothing was tried or
 *   it worked
 */
export function startBanner(
  url: string,
  { config, file }: LoadedConfig,
  state: GatewayState,
  unlockProblem: string | null,
): string {
  const facts: [string, string][] = [
    ["Start page", url],
    ["Base URL", `${url}/v1`],
    ["Database", config.database.path],
    ["Configuration", file ?? "defaults (no flow_llm_router.yaml here)"],
    ["Vault", vaultText(state)],
    ["Callers", callersText(config, state)],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const steps = nextSteps(state, unlockProblem);
  return ["Flow LLM Router is running.", "", ...lines, "", ...steps, "Stop with Ctrl-C."].join(
    "\n",
  );
}

function vaultText({ vault, providersWithKeys }: GatewayState): string {
  if (vault === "uninitialized") return "none yet";
  const keys = providersWithKeys.length === 0
    ? "no provider keys"
    : `keys for ${providersWithKeys.join(", ")}`;
  return `${vault}, ${keys}`;
}

function callersText({ security }: LoadedConfig["config"], state: GatewayState): string {
  const { enabled, mode } = security.ip_whitelist;
  const from = !enabled || mode === "open"
    ? "any address"
    : mode === "local_only"
    ? "this machine only"
    : "listed addresses and this machine";
  return `${from}; ${state.tokensRequired ? "caller token required" : "no caller token needed"}`;
}

function nextSteps(state: GatewayState, unlockProblem: string | null): string[] {
  const steps: string[] = [];
  if (unlockProblem !== null) steps.push(`! ${unlockProblem}`);
  if (state.vault === "locked") {
    steps.push(
      "! The vault is locked: requests that need a key get 503. Unlock: flow-router unlock",
    );
  }
  if (state.vault === "uninitialized") {
    steps.push("→ Add a provider key:  flow-router add-key   (from source: deno task cli add-key)");
    if (state.setupCode !== null) {
      steps.push(`  or over HTTP, with the one-time set-up code ${state.setupCode.reveal()}`);
    }
  }
  if (!state.tokensRequired) {
    steps.push(
      "! Any program on this machine can use your keys. Require a token: " +
        "flow-router tokens create NAME",
    );
  }
  return steps;
}
