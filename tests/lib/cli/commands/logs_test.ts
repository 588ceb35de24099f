import assert from "node:assert/strict";
import type { RequestRecord } from "../../../../lib/domain/request_record.ts";
import { type CliFolder, cliFolder } from "../../../support/cli_folder.ts";
import { recordedRequest, testId } from "../../../support/test_store.ts";

const BODIES = { request: '{"q":"a\\u001b[31m"}', response: '{"r":1}' };

/** A folder with requests 1, 2 …, each a minute after the one before. */
async function folderWith(...changes: Partial<RequestRecord>[]): Promise<CliFolder> {
  const folder = await cliFolder();
  const now = Date.now();
  const rows = changes.map((change, at) => {
    const startedAtMs = now - (changes.length - at) * 60_000;
    return recordedRequest({ id: testId(at + 1), startedAtMs, ...change }, BODIES);
  });
  await folder.withStore((store) => store.append(rows));
  return folder;
}

/** Numbers of the requests that `logs … --json` gives. */
async function numbers(folder: CliFolder, ...args: string[]): Promise<number[]> {
  const { code, stdout, stderr } = await folder.run(["logs", "--json", ...args]);
  assert.deepEqual([code, stderr], [0, ""], args.join(" "));
  return stdout.split("\n").filter((line) => line !== "")
    .map((line) => parseInt(JSON.parse(line).id.slice(-12), 16));
}

Deno.test("logs shows the newest first, as a table", async () => {
  await using folder = await folderWith({}, { modelUsed: "other", promptTokens: 7 });

  const { code, stdout, stderr } = await folder.run(["logs"]);

  assert.deepEqual([code, stderr], [0, ""]);
  const lines = stdout.trimEnd().split("\n").map((line) => line.split(/ {2,}/));
  assert.equal(lines[0]?.join(" "), "TIME MODEL STATUS IN OUT MS USD ID NOTES");
  assert.deepEqual(lines[1]?.slice(1, 4), ["openai/other", "200 complete", "7"]);
  assert.equal(lines[2]?.at(-1), testId(1));
});

Deno.test("logs --json gives one object a line, and filters by everything", async () => {
  await using folder = await folderWith(
    { outcome: "failed", httpStatus: 502 },
    { provider: "google", modelUsed: "gemini-x" },
    { sessionId: "s1" },
    { httpStatus: 429, outcome: "failed" },
  );
  const cases: [string[], number[]][] = [
    [[], [4, 3, 2, 1]],
    [["-n", "2"], [4, 3]],
    [["--status", "failed"], [4, 1]],
    [["--status", "429"], [4]],
    [["--provider", "Gemini"], [2]],
    [["--model", "gemini-x"], [2]],
    [["--session", "s1"], [3]],
    [["--since", "150s"], [4, 3]],
    [["--since", "2099-01-01"], []],
    [["--status", "failed", "--since", "90s"], [4]],
  ];
  for (const [args, expected] of cases) assert.deepEqual(await numbers(folder, ...args), expected);
});

Deno.test("logs says that there are none, and refuses what is no filter", async () => {
  await using folder = await folderWith({});
  const none = await folder.run(["logs", "--model", "x"]);
  assert.deepEqual([none.code, none.stdout, none.stderr], [0, "", "No such requests.\n"]);
  const cases: [string[], RegExp][] = [
    [["--status", "bad"], /one of success, error, complete, caller_gone/],
    [["--since", "bad"], /--since takes a duration/],
    [["-n", "x"], /whole number/],
    [["shw"], /unknown command 'logs shw'; did you mean show\?/],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await folder.run(["logs", ...args]);
    assert.deepEqual([code, stdout], [2, ""], args.join(" "));
    assert.match(stderr, said);
  }
});

Deno.test("logs --follow goes on with what comes, until nobody reads any more", async () => {
  await using folder = await folderWith({}, {}, {});
  let writes = 0;
  const appended: Promise<unknown>[] = [];
  const onStdout = () => {
    // What is there has been shown: now others come, one by one.
    const n = 10 + writes++;
    const entry = recordedRequest({ id: testId(n) });
    if (writes >= 2) appended.push(folder.withStore((store) => store.append([entry])));
    return writes < 4;
  };

  const { code, stdout } = await folder.run(["logs", "-f", "--json", "-n", "2"], { onStdout });

  await Promise.all(appended);
  const ids = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).id);
  assert.equal(code, 0);
  assert.deepEqual(ids, [2, 3, 11, 12].map(testId));
});

Deno.test("logs show gives one request with its bodies, for people and for programs", async () => {
  await using folder = await folderWith({ errorMessage: "bad\u001b[2J" });

  const { code, stdout } = await folder.run(["logs", "show", testId(1)]);
  assert.equal(code, 0);
  assert.match(stdout, /^id {2,}0190a0a0-.*\n/);
  assert.match(stdout, /\nRequest:\n\{\n {2}"q": "a\\u001b\[31m"\n\}\n\nResponse:\n/);
  assert.ok(!stdout.includes("\u001b"));

  const whole = await folder.json(["logs", "show", testId(1)]);
  assert.deepEqual(
    [whole["schema"], whole["body_state"], whole["request_body"], whole["response_body"]],
    [1, "kept", { q: "a\u001b[31m" }, { r: 1 }],
  );
});

Deno.test("logs show gives 1 for a request that is not there", async () => {
  await using folder = await folderWith({});
  const { code, stdout, stderr } = await folder.run(["logs", "show", "x"]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /no request 'x' in the log/);
});
