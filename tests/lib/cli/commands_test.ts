import assert from "node:assert/strict";
import { Command } from "commander";
import { COMMANDS } from "../../../lib/cli/commands.ts";
import { runFake } from "../../support/fake_terminal.ts";

/** The path of every command and subcommand: `config check`. */
function paths(command: Command, prefix: string[] = []): string[][] {
  return command.commands.flatMap((child) => {
    const path = [...prefix, child.name()];
    return [path, ...paths(child, path)];
  });
}

/** The tree of the real commands, taken from a command that registers last. */
async function tree(): Promise<Command> {
  let found: Command | undefined;
  await runFake(["--help"], [...COMMANDS, (program) => {
    found = program;
  }]);
  assert.ok(found);
  return found;
}

Deno.test("COMMANDS all have help with a description and examples", async () => {
  const all = paths(await tree());
  assert.ok(all.length >= 4);
  for (const path of all) {
    const { code, stdout } = await runFake([...path, "--help"], COMMANDS);
    assert.equal(code, 0, path.join(" "));
    assert.match(stdout, new RegExp(`^Usage: flow-router ${path.join(" ")}`));
    if (path[0] !== "help") assert.match(stdout, /\nExamples:\n {2}\$ /, path.join(" "));
  }
});

Deno.test("COMMANDS have names and descriptions of their own", async () => {
  const { commands } = await tree();
  const names = commands.map((command) => command.name());
  assert.equal(new Set(names).size, names.length);
  for (const command of commands) assert.notEqual(command.description(), "", command.name());
});

Deno.test("COMMANDS and their options are all in docs/cli.md", async () => {
  const text = await Deno.readTextFile(new URL("../../../docs/cli.md", import.meta.url));
  const sections = new Map(text.split(/^## /m).map((section) => [section.split("\n")[0], section]));
  const missing: string[] = [];
  const look = (command: Command, path: string, section: string): void => {
    if (path.includes(" ") && !section.includes(path)) missing.push(path);
    for (const { long, hidden } of command.options) {
      if (!hidden && !section.includes(String(long))) missing.push(`${path} ${long}`);
    }
    for (const child of command.commands) look(child, `${path} ${child.name()}`, section);
  };
  for (const command of (await tree()).commands) {
    const section = sections.get(command.name());
    if (section !== undefined) look(command, command.name(), section);
    else if (command.name() !== "help") missing.push(command.name());
  }
  assert.deepEqual(missing, []);
});
