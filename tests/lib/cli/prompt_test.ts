import assert from "node:assert/strict";
import { Prompt } from "../../../lib/cli/prompt.ts";
import { fakeTerminal } from "../../support/fake_terminal.ts";

const question = { ask: "Master password", instead: "--password-stdin" };

/** A prompt of a person who types `typed`. */
const person = (...typed: (string | Uint8Array)[]) => {
  const terminal = fakeTerminal({ typed, stdinIsTerminal: true, stderrIsTerminal: true });
  return { terminal, prompt: new Prompt(terminal) };
};

Deno.test("Prompt.hidden reads a line without showing it, and restores the terminal", async () => {
  const { terminal, prompt } = person("pass", " word\r");
  assert.equal((await prompt.hidden(question)).reveal(), "pass word");
  assert.deepEqual(terminal.shown, { stdout: "", stderr: "Master password: \n" });
  assert.deepEqual(terminal.raw, [true, false]);
});

Deno.test("Prompt.hidden obeys the keys of a line editor", async () => {
  const cases: [typed: string, line: string][] = [
    ["abc\x7f\x7fX\r", "aX"],
    ["abc\bX\n", "abX"],
    ["\x7f\x7fa\r", "a"],
    ["wrong\x15right\r", "right"],
    ["a\x1b[Ab\x1b[3~c\x1bOPd\r", "abcd"],
    ["a\x00\x01b\r", "ab"],
    ["a👍\x7fé\r", "aé"],
    ["\r", ""],
  ];
  for (const [typed, line] of cases) {
    assert.equal(
      (await person(typed).prompt.hidden(question)).reveal(),
      line,
      JSON.stringify(typed),
    );
  }
});

Deno.test("Prompt.hidden joins a character that arrives in two halves", async () => {
  const bytes = new TextEncoder().encode("é\r");
  const { prompt } = person(bytes.slice(0, 1), bytes.slice(1));
  assert.equal((await prompt.hidden(question)).reveal(), "é");
});

Deno.test("Prompt ends with 130 on Ctrl-C, Ctrl-D and a closed terminal, and restores it", async () => {
  for (const typed of [["pw\x03"], ["\x04"], ["pw"]]) {
    const { terminal, prompt } = person(...typed);
    await assert.rejects(prompt.hidden(question), { exitCode: 130 });
    assert.deepEqual(terminal.raw, [true, false]);
  }
});

Deno.test("Prompt keeps what was pasted behind a line end for the next question", async () => {
  const { prompt } = person("first\rsecond\rthi", "rd\n");
  assert.equal((await prompt.hidden(question)).reveal(), "first");
  assert.equal((await prompt.hidden(question)).reveal(), "second");
  assert.equal(await prompt.line(question), "third");
});

Deno.test("Prompt.line and Prompt.confirm read visible answers", async () => {
  const { terminal, prompt } = person(" openai \n", "y\n", "YES\n", "\n", "yellow\n");
  assert.equal(await prompt.line({ ask: "Provider", instead: "--provider" }), "openai");
  const sure = { ask: "Delete", instead: "--yes" };
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await prompt.confirm(sure));
  assert.deepEqual(answers, [true, true, false, false]);
  assert.match(terminal.shown.stderr, /^Provider: Delete \[y\/N\]: /);
  assert.deepEqual(terminal.raw, []);
});

Deno.test("Prompt asks nothing without a terminal and names the flag instead", async () => {
  for (const options of [{ stdinIsTerminal: true }, { stderrIsTerminal: true }, {}]) {
    const terminal = fakeTerminal({ typed: ["x\n"], ...options });
    const prompt = new Prompt(terminal);
    for (const ask of [prompt.hidden(question), prompt.line(question), prompt.confirm(question)]) {
      await assert.rejects(ask, { exitCode: 2, message: /not a terminal.*--password-stdin/ });
    }
    assert.deepEqual(terminal.shown, { stdout: "", stderr: "" });
  }
});

Deno.test("Prompt.piped takes all of standard input but the last line end", async () => {
  const cases: [string[], string][] = [
    [["secret\n"], "secret"],
    [["se", "cret\r\n"], "secret"],
    [["two\nlines"], "two\nlines"],
    [[" blank \n"], " blank "],
  ];
  for (const [typed, value] of cases) {
    const secret = await new Prompt(fakeTerminal({ typed })).piped("--key-stdin");
    assert.equal(secret.reveal(), value);
    assert.equal(`${secret}`, "[redacted]");
  }
});

Deno.test("Prompt.piped refuses a terminal, nothing, and too much", async () => {
  const big = new Uint8Array(700_000).fill(97);
  const cases = [
    { options: { stdinIsTerminal: true }, expected: /--key-stdin reads standard input: pipe/ },
    { options: { typed: ["\n"] }, expected: /found nothing/ },
    { options: {}, expected: /found nothing/ },
    { options: { typed: [big, big.slice(0, 348_577)] }, expected: /at most 1 MiB/ },
  ];
  for (const { options, expected } of cases) {
    const piped = new Prompt(fakeTerminal(options)).piped("--key-stdin");
    await assert.rejects(piped, { exitCode: 2, message: expected });
  }
});

Deno.test("Prompt.hidden hides what is typed from the moment that the question shows", async () => {
  const terminal = fakeTerminal({ typed: ["x\r"], stdinIsTerminal: true, stderrIsTerminal: true });
  const rawWhenAsked: boolean[] = [];
  const stderr = {
    isTerminal: true,
    write: () => void rawWhenAsked.push(terminal.raw.at(-1) === true),
  };

  await new Prompt({ ...terminal, stderr }).hidden({ ask: "Password", instead: "--stdin" });

  // The question, then the line end after the answer.
  assert.deepEqual([rawWhenAsked, terminal.raw], [[true, false], [true, false]]);
});
