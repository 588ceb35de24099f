import assert from "node:assert/strict";
import { CliError, EXIT } from "../../../lib/cli/exit.ts";
import type { CliContext } from "../../../lib/cli/context.ts";
import type { RegisterCommand } from "../../../lib/cli/program.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import { type FakeTerminalOptions, runFake } from "../../support/fake_terminal.ts";

/** Runs a command `go` that does `act`. */
const run = (
  args: string[],
  act: (context: CliContext) => void = () => {},
  terminal: FakeTerminalOptions = {},
) => {
  const go: RegisterCommand = (program, context) => {
    program.command("go").description("does it").option("--fast").action(() => act(context));
  };
  return runFake(args, [go], { terminal });
};

Deno.test("runCli runs a command and gives 0", async () => {
  const result = await run(["go"], ({ output }) => output.data("done"));
  assert.deepEqual(result, { code: 0, stdout: "done\n", stderr: "" });
});

Deno.test("runCli takes the common options before and behind the command", async () => {
  const act = ({ output }: CliContext) => {
    output.note("note");
    output.detail("detail");
  };
  const cases: [string[], string][] = [
    [["go"], "note\n"],
    [["go", "-q"], ""],
    [["--quiet", "go"], ""],
    [["go", "--verbose"], "note\ndetail\n"],
  ];
  for (const [args, stderr] of cases) assert.equal((await run(args, act)).stderr, stderr);
});

Deno.test("runCli hands --config to whoever loads the configuration", async () => {
  for (const args of [["--config", "gone.yaml", "go"], ["go", "--config=gone.yaml"]]) {
    const { code, stderr } = await run(args, (context) => void context.loadConfig());
    assert.equal(code, 3);
    assert.match(stderr, /^error: Cannot read .*--config: there is no .*gone\.yaml/);
  }
});

Deno.test("runCli shows help on stdout when asked, on stderr when needed", async () => {
  for (const args of [["--help"], ["help"], ["help", "go"], ["go", "-h"]]) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stderr], [0, ""], args.join(" "));
    assert.match(stdout, /^Usage: flow-router /);
    assert.match(stdout, /--config <file>/);
  }
  const { code, stdout, stderr } = await run([]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /Exit codes: 0 done · 1 failed · 2 wrong usage/);
});

Deno.test("runCli shows the version with -V", async () => {
  assert.deepEqual(await run(["-V"]), { code: 0, stdout: "1.2.3\n", stderr: "" });
});

Deno.test("runCli gives 2 for wrong usage and proposes what was meant", async () => {
  const cases: [string[], RegExp][] = [
    [["gp"], /^error: unknown command 'gp'\n\(Did you mean go\?\)\nTry --help\.\n$/],
    [["go", "--fats"], /^error: unknown option '--fats'\n\(Did you mean --fast\?\)/],
    [["go", "extra"], /^error: too many arguments for 'go'/],
    [["go", "--config"], /^error: option '--config <file>' argument missing/],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stdout], [2, ""], args.join(" "));
    assert.match(stderr, expected);
  }
});

Deno.test("runCli repeats no key that was typed where none belongs", async () => {
  const key = "sk-proj-Abcdefghij0123456789Abcdefghij0123456789";
  for (const args of [["go", `--api-key=${key}`], ["go", "--fast", key], [key]]) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stdout, stderr.includes(key)], [2, "", false], stderr);
  }
});

Deno.test("runCli turns what a command throws into one line and its code", async () => {
  const cases: [unknown, number, string][] = [
    [new CliError(EXIT.inUse, "Port 7798 is in use."), 6, "error: Port 7798 is in use.\n"],
    [new FlowError("vault_locked", "Locked."), 4, "error: Locked.\n"],
    [new TypeError("defect"), 1, "error: unexpected: defect\n"],
    ["text", 1, "error: unexpected: text\n"],
  ];
  for (const [thrown, code, stderr] of cases) {
    const act = () => {
      throw thrown;
    };
    assert.deepEqual(await run(["go"], act), { code, stdout: "", stderr });
  }
});

Deno.test("runCli waits for commands that take their time", async () => {
  const slow: RegisterCommand = (program, { output }) => {
    program.command("slow").action(async () => {
      await Promise.resolve();
      output.data("late");
      throw new CliError(EXIT.unreachable, "gone");
    });
  };
  assert.deepEqual(await runFake(["slow"], [slow]), {
    code: 5,
    stdout: "late\n",
    stderr: "error: gone\n",
  });
});

Deno.test("runCli shows the stack of a defect with --verbose, and secrets never", async () => {
  const key = "sk-proj-Abcdefghij0123456789Abcdefghij0123456789";
  const act = () => {
    throw new TypeError(`bad key ${key}`);
  };
  const { stderr } = await run(["go", "--verbose"], act);
  assert.match(stderr, /unexpected: bad key sk-.*\n[^]*program_test\.ts/);
  assert.ok(!stderr.includes(key));
});

Deno.test("runCli ends quietly when the reader of its output has gone", async () => {
  const act = ({ output }: CliContext) => {
    for (;;) output.data("line");
  };
  const result = await run(["go"], act, { stdoutClosesAfter: 2 });
  assert.deepEqual(result, { code: 0, stdout: "line\nline\n", stderr: "" });
  assert.equal((await run(["--help"], act, { stdoutClosesAfter: 0 })).code, 0);
});

Deno.test("runCli uses no colour with --no-color", async () => {
  const act = ({ output }: CliContext) => output.error("e");
  const colored = await run(["go"], act, { stderrIsTerminal: true });
  const plain = await run(["go", "--no-color"], act, { stderrIsTerminal: true });
  assert.ok(colored.stderr.includes("\x1b["));
  assert.equal(plain.stderr, "error: e\n");
});
