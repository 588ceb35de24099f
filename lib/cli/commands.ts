/**
 * Every command of `flow-router`, in the order of its help.
 *
 * @module
 */
import { registerConfig } from "./commands/config.ts";
import { registerStart } from "./commands/start.ts";
import { registerVersion } from "./commands/version.ts";
import type { RegisterCommand } from "./program.ts";

/** Add a command here: one file in `commands/` that exports a function which registers it. */
export const COMMANDS: readonly RegisterCommand[] = [
  registerStart,
  registerConfig,
  registerVersion,
];
