import assert from "node:assert/strict";
import { Command } from "commander";
import { examples, refuseUnknownSubcommand, withJson } from "../../../lib/cli/usage.ts";

Deno.test("examples shows aligned lines under the help", () => {
  const command = new Command("x");
  let help = "";
  command.configureOutput({ writeOut: (text) => help += text, getOutHasColors: () => false });
  examples(command, ["x a", "first"], ["x longer", "second"]);
  command.outputHelp();
  assert.match(help, /\nExamples:\n {2}\$ x a {7}first\n {2}\$ x longer {2}second\n$/);
});

Deno.test("withJson adds the flag of reading commands", () => {
  const command = withJson(new Command("x")).parse(["--json"], { from: "user" });
  assert.deepEqual(command.opts(), { json: true });
});

Deno.test("refuseUnknownSubcommand proposes the nearest, or names all", () => {
  const parse = (word: string[]) => {
    const command = new Command("config").allowExcessArguments().action(() => {});
    command.command("check");
    command.command("path");
    return command.parse(word, { from: "user" });
  };
  assert.doesNotThrow(() => refuseUnknownSubcommand(parse([])));
  const refused = (word: string, message: RegExp) =>
    assert.throws(() => refuseUnknownSubcommand(parse([word])), { exitCode: 2, message });
  refused("chek", /unknown command 'config chek'; did you mean check\?$/);
  refused("zebra", /the commands are check, path$/);
  const ofDefault = () => refuseUnknownSubcommand(parse([]), ["chek", "x"]);
  assert.throws(ofDefault, { exitCode: 2, message: /'config chek'; did you mean check\?$/ });
});
