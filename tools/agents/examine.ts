/**
 * Judges a run: what an agent's user, the provider and the reader of the log must have seen.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { ChatFormat } from "./agent.ts";
import type { Exchange } from "./recorder.ts";
import { type Run, TOKEN_NAME } from "./run.ts";
import {
  COMPLETION_TOKENS,
  CONTENT,
  FAREWELL,
  FILE,
  PROMPT_TOKENS,
  SIGNATURE,
  THOUGHT_SIGNATURE,
} from "./script.ts";
import { secondTurn } from "./second_turn.ts";
import { expectedWarnings } from "./expected_warnings.ts";

/** What is wrong, in sentences; empty when the run was as it must be. */
export function faultsOf(run: Run): readonly string[] {
  return [
    ...faultsForUser(run),
    ...faultsOnWire(run),
    ...faultsForProvider(run),
    ...faultsInLog(run),
  ];
}

function* faultsForUser(run: Run): Iterable<string> {
  const { agent, code, stdout, stderr, file } = run;
  if (code !== 0) {
    yield `it ended with ${code ?? "the time limit"}: ${tail(stdout)} ${tail(stderr)}`;
  }
  if (file !== CONTENT) yield `${FILE} holds ${JSON.stringify(file)}`;
  if (!stdout.includes(FAREWELL)) yield `the last answer was not printed: ${tail(stdout)}`;
  const each = { prompt: PROMPT_TOKENS, completion: COMPLETION_TOKENS };
  const sum = { prompt: 2 * PROMPT_TOKENS, completion: 2 * COMPLETION_TOKENS };
  const shown = agent.shownUsage(each, sum);
  if (!shown.test(stdout)) yield `it does not print its tokens as ${shown}: ${tail(stdout)}`;
}

/** Every request is answered well, and nothing is asked twice. */
function* faultsOnWire({ asked, exchanges }: Run): Iterable<string> {
  for (const { method, path, status, answer } of [...asked, ...exchanges]) {
    if (status !== 200) yield `${method} ${path} was answered with ${status}: ${tail(answer)}`;
  }
  for (const { path, headers } of asked) {
    const retries = headers["x-stainless-retry-count"] ?? "0";
    if (retries !== "0") yield `${path} was tried again (${retries})`;
  }
  const posts = asked.filter(({ method }) => method === "POST").length;
  if (posts !== exchanges.length) {
    yield `the agent sent ${posts} requests, the provider got ${exchanges.length}`;
  }
}

function* faultsForProvider({ agent, shape, exchanges, wrote }: Run): Iterable<string> {
  const turns = exchanges.map(({ body }) => secondTurn(shape, body)).filter((turn) =>
    turn !== null
  );
  const [turn] = turns;
  if (turn === undefined || turns.length > 1) {
    yield `the tool's result reached the provider ${turns.length} times`;
    return;
  }
  if (turn.name !== wrote.name) yield `the call came back as a call of ${turn.name}`;
  if (!isDeepStrictEqual(turn.arguments, wrote.arguments)) {
    yield `the call came back with ${JSON.stringify(turn.arguments)}`;
  }
  if (turn.callId !== turn.resultId) yield `the result of ${turn.callId} is ${turn.resultId}'s`;
  if (turn.result === undefined || turn.result === null || turn.result === "") {
    yield "the result is empty";
  }
  const proof = proofIn(shape, exchanges);
  if (turn.proof !== proof) {
    yield `${agent.title} was given the proof ${proof}, the provider got back ${turn.proof}`;
  }
}

/** What the provider gave to prove its reasoning or call; null when the shape has none. */
function proofIn(shape: ChatFormat, exchanges: readonly Exchange[]): string | null {
  switch (shape) {
    case "anthropic_messages":
      return SIGNATURE;
    case "gemini":
      return THOUGHT_SIGNATURE;
    case "openai_chat":
      return null;
    case "openai_responses": {
      // The mock makes it up.
      const call = exchanges.find(({ answer }) => answer.includes('"type":"function_call"'));
      return /"encrypted_content":"([^"]+)"/.exec(call?.answer ?? "")?.[1] ?? null;
    }
  }
}

function* faultsInLog({ agent, shape, exchanges, rows }: Run): Iterable<string> {
  if (rows.length !== exchanges.length) {
    yield `${exchanges.length} requests left ${rows.length} rows`;
  }
  const expected = {
    format: agent.format,
    caller_token_name: TOKEN_NAME,
    upstream_format: shape,
    outcome: "complete",
    http_status: 200,
    stream: 1,
    prompt_tokens: PROMPT_TOKENS,
    completion_tokens: COMPLETION_TOKENS,
  };
  for (const row of rows) {
    for (const [column, value] of Object.entries(expected)) {
      if (row[column] !== value) yield `a row's ${column} is ${row[column]} instead of ${value}`;
    }
  }
  const sessions = new Set(rows.map(({ session_id }) => session_id));
  const [session] = sessions;
  if (sessions.size > 1) yield `the rows have ${sessions.size} sessions`;
  if (agent.session !== null && !agent.session.test(String(session))) {
    yield `the rows' session is ${session}`;
  }
  const warnings = new Set(rows.flatMap(({ warnings }) => namesOf(warnings)));
  const known = expectedWarnings(agent, shape);
  const surprising = [...warnings].filter((warning) => !known.includes(warning));
  const missing = known.filter((warning) => !warnings.has(warning));
  if (surprising.length > 0) yield `unexpected warnings: ${surprising.join("; ")}`;
  if (missing.length > 0) yield `missing warnings: ${missing.join("; ")}`;
}

/** `dropped tools[].name`: which of a list it was tells nothing here. */
function namesOf(warnings: unknown): readonly string[] {
  if (typeof warnings !== "string") return [];
  const list: { kind: string; field: string }[] = JSON.parse(warnings);
  return list.map(({ kind, field }) => `${kind} ${field.replaceAll(/\[\d+\]/g, "[]")}`);
}

function tail(text: string): string {
  return text.trim().slice(-600);
}
