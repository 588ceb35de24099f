/**
 * The runs that belong to the ordinary tests; `deno task agents` has all.
 *
 * @module
 */
import type { Agent, ChatFormat } from "./agent.ts";
import { CODEX } from "./codex.ts";
import { GEMINI_CLI } from "./gemini_cli.ts";
import { install, Unavailable } from "./install.ts";

/** Each goes through a translation. These are quick, and load nothing more while they run. */
export const REQUIRED_RUNS: readonly (readonly [Agent, ChatFormat])[] = [
  [CODEX, "anthropic_messages"],
  [GEMINI_CLI, "openai_chat"],
];

/**
 * The agent's program, or null where it cannot be had; a line then says why.
 *
 * @throws Unavailable on a build server (CI=true), where a missing agent must not go unseen
 */
export async function installRequired(agent: Agent): Promise<string | null> {
  try {
    return await install(agent);
  } catch (error) {
    if (!(error instanceof Unavailable) || Deno.env.get("CI") === "true") throw error;
    console.error(`Skipping the test with ${agent.title}: ${error.message}.`);
    return null;
  }
}
