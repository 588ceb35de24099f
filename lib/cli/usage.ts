/**
 * What the help and the options of commands have in common.
 *
 * @module
 */
import type { Command } from "commander";
import { nearest } from "../config/nearest.ts";
import { CliError, EXIT } from "./exit.ts";

/** Adds a section of examples to the help of a command: what to type, and what it does. */
export function examples(
  command: Command,
  ...lines: readonly [line: string, does: string][]
): void {
  const widest = Math.max(...lines.map(([line]) => line.length));
  const rows = lines.map(([line, does]) => `  $ ${line.padEnd(widest)}  ${does}`);
  command.addHelpText("after", `\nExamples:\n${rows.join("\n")}`);
}

/** Adds `--json`; every command that reads something has it. */
export function withJson(command: Command): Command {
  return command.option("--json", "data as JSON, of a stable shape");
}

/**
 * For a command that does something by itself and has subcommands as well: refuses a word that is
 * none of them. Such a command must be set to `allowExcessArguments()`.
 *
 * @param words what stands behind the command; that of its default subcommand where it has one
 */
export function refuseUnknownSubcommand(
  command: Command,
  words: readonly string[] = command.args,
): void {
  const [word] = words;
  if (word === undefined) return;
  const names = command.commands.map((one) => one.name());
  const meant = nearest(word, names);
  const hint = meant === undefined
    ? `the commands are ${names.join(", ")}`
    : `did you mean ${meant}?`;
  throw new CliError(EXIT.usage, `unknown command '${command.name()} ${word}'; ${hint}`);
}
