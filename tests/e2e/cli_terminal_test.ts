import assert from "node:assert/strict";
import { CLI_COMMAND, runCliProcess } from "../support/cli_process.ts";
import { PYTHON } from "../support/python.ts";
import { tempDir } from "../support/temp.ts";

const PASSWORD = "correct horse battery staple";
const KEY = "sk-proj-Abcdefghij0123456789";
const SCRIPT = new URL("../support/programs/on_terminal.py", import.meta.url).pathname;

/** Runs a command line on a real terminal: the screen, and how it ended. */
async function onTerminal(
  cwd: string,
  args: readonly string[],
  answers: readonly (readonly [awaited: string, typed: string])[],
): Promise<{ code: number; screen: string }> {
  const env = { NO_COLOR: "1", FLOWGATE_SERVER__PORT: "0" };
  const task = { command: [...CLI_COMMAND, ...args], cwd, env, answers };
  const { stdout } = await new Deno.Command(PYTHON ?? "", {
    args: [SCRIPT, JSON.stringify(task)],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  const screen = new TextDecoder().decode(stdout).trimEnd();
  const end = screen.lastIndexOf("\n");
  return { code: Number(screen.slice(end + 1)), screen: screen.slice(0, end) };
}

Deno.test({
  name: "flow-router add-key asks on a terminal and shows neither password nor key",
  ignore: PYTHON === null,
  async fn() {
    await using folder = await tempDir();

    const { code, screen } = await onTerminal(folder.path, ["add-key"], [
      ["characters): ", `${PASSWORD}\r`],
      ["Once more: ", `${PASSWORD}\r`],
      ["Provider: ", "openai\n"],
      ["default): ", "\n"],
      ["api-keys): ", `${KEY}\r`],
    ]);

    assert.equal(code, 0, screen);
    assert.match(screen, /Added openai\/default: sk-\.\.\.6789\./);
    assert.ok(!screen.includes(PASSWORD) && !screen.includes(KEY), screen);
    const list = await runCliProcess(folder.path, ["keys", "list", "--json"]);
    assert.equal(JSON.parse(list.stdout).keys.length, 1);
  },
});

Deno.test({
  name: "flow-router gives 130 for Ctrl-C at a hidden question",
  ignore: PYTHON === null,
  async fn() {
    await using folder = await tempDir();

    const { code, screen } = await onTerminal(folder.path, ["add-key"], [[
      "characters): ",
      "\x03",
    ]]);

    assert.equal(code, 130, screen);
    assert.match(screen, /error: Interrupted\./);
  },
});
