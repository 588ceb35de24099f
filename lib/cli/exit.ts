/**
 * How commands end.
 *
 * @module
 */
import { type ErrorCode, FlowError } from "../domain/errors.ts";

/** Exit codes of every command. */
export const EXIT = {
  ok: 0,
  failed: 1,
  /** Wrong usage, or a question would have to be asked without a terminal. */
  usage: 2,
  configInvalid: 3,
  /** The vault is locked, or somebody is not allowed to. */
  locked: 4,
  /** The gateway does not answer. */
  unreachable: 5,
  /** The port is in use, or the gateway runs already. */
  inUse: 6,
  /** `doctor` found something that does not work. */
  unwell: 7,
  /** Ended by Ctrl-C, as shells count it: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = typeof EXIT[keyof typeof EXIT];

/** A command's end with an exit code of its own; the message says what failed and what to do. */
export class CliError extends Error {
  override readonly name = "CliError";

  constructor(readonly exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Whoever read our output has closed it: nothing is wrong, there is just nobody left to tell. */
export class OutputClosed extends Error {
  override readonly name = "OutputClosed";
}

const FLOW_EXITS: Partial<Record<ErrorCode, ExitCode>> = {
  config_invalid: EXIT.configInvalid,
  vault_locked: EXIT.locked,
  vault_not_initialized: EXIT.locked,
  wrong_password: EXIT.locked,
  too_many_attempts: EXIT.locked,
  not_authenticated: EXIT.locked,
  not_permitted: EXIT.locked,
  invalid_api_key: EXIT.locked,
  invalid_request: EXIT.usage,
  database_in_use: EXIT.inUse,
};

/** The exit code for whatever a command threw. */
export function exitCodeOf(thrown: unknown): ExitCode {
  if (thrown instanceof OutputClosed) return EXIT.ok;
  if (thrown instanceof CliError) return thrown.exitCode;
  if (thrown instanceof FlowError) return FLOW_EXITS[thrown.code] ?? EXIT.failed;
  return EXIT.failed;
}
