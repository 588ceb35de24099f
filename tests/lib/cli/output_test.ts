import assert from "node:assert/strict";
import { Output, type OutputModes } from "../../../lib/cli/output.ts";
import { fakeTerminal, type FakeTerminalOptions } from "../../support/fake_terminal.ts";

/** What `use` makes of an output under some modes. */
function shown(
  use: (output: Output) => void,
  modes: Partial<OutputModes> = {},
  options: FakeTerminalOptions = {},
) {
  const terminal = fakeTerminal(options);
  use(new Output(terminal, () => ({ quiet: false, verbose: false, color: true, ...modes })));
  return terminal.shown;
}

Deno.test("Output puts data on stdout and talk on stderr", () => {
  const use = (output: Output) => {
    output.data("d");
    output.note("n");
    output.detail("v");
    output.warn("w");
    output.error("e");
  };
  const loud = "warning: w\nerror: e\n";
  assert.deepEqual(shown(use), { stdout: "d\n", stderr: `n\n${loud}` });
  assert.deepEqual(shown(use, { quiet: true }), { stdout: "d\n", stderr: loud });
  assert.deepEqual(shown(use, { verbose: true }), { stdout: "d\n", stderr: `n\nv\n${loud}` });
});

Deno.test("Output writes JSON with its schema, indented for people only", () => {
  const use = (output: Output) => output.json({ a: [1] });
  assert.equal(shown(use).stdout, '{"schema":1,"a":[1]}\n');
  assert.equal(
    shown(use, {}, { stdoutIsTerminal: true }).stdout,
    '{\n  "schema": 1,\n  "a": [\n    1\n  ]\n}\n',
  );
  assert.equal(shown((output) => output.jsonLine({ a: 1 })).stdout, '{"schema":1,"a":1}\n');
});

Deno.test("Output uses colour on a terminal only, and not when it is unwanted", () => {
  const use = (output: Output) => {
    output.table([{ heading: "H", cell: () => "x" }], [0]);
    output.error("e");
  };
  const terminal = { stdoutIsTerminal: true, stderrIsTerminal: true };
  const plain = { stdout: "H\nx\n", stderr: "error: e\n" };
  assert.deepEqual(shown(use, {}, terminal), {
    stdout: "\x1b[1mH\x1b[22m\nx\n",
    stderr: "\x1b[31merror:\x1b[39m e\n",
  });
  assert.deepEqual(shown(use, { color: false }, terminal), plain);
  assert.deepEqual(shown(use, {}, { ...terminal, noColor: true }), plain);
  assert.deepEqual(shown(use), plain);
  assert.equal(shown(use, {}, { stderrIsTerminal: true }).stdout, plain.stdout);
});
