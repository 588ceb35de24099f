/**
 * The requests that a load run sends. They differ in length, so that a log whose sums are right
 * cannot be right by chance.
 *
 * @module
 */
import { parseScenario, PLAIN } from "../simulator/scenario.ts";
import { promptTokensOf } from "../simulator/usage.ts";

/** Which requests. */
export interface PromptOptions {
  readonly url: string;
  /** As the target wants it, with the scenario in it: `sim/latency=20`. */
  readonly model: string;
  readonly stream: boolean;
  /** Approximate size of the body, bytes. */
  readonly promptBytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** One request, ready for the wire. */
export interface EncodedPrompt {
  readonly bytes: Uint8Array;
  /** What the simulator will report for it. */
  readonly promptTokens: number;
  readonly completionTokens: number;
}

const VARIANTS = 8;
/** Lines of this length, as prompts have: line ends are what makes JSON strings slow to read. */
const LINE = "The quick brown fox jumps over the lazy dog, again and again until it sleeps.\n";
const TURN_BYTES = 8000;

/** Some requests of about the same size, to be sent in turn. */
export function encodePrompts(options: PromptOptions): readonly EncodedPrompt[] {
  return Array.from({ length: VARIANTS }, (_, index) => encodePrompt(options, index));
}

function encodePrompt(options: PromptOptions, index: number): EncodedPrompt {
  const body = {
    model: options.model,
    messages: conversation(options.promptBytes + index * 12),
    temperature: 0.2,
    ...(options.stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
  const content = new TextEncoder().encode(JSON.stringify(body));
  const url = new URL(options.url);
  const headers = {
    host: url.host,
    "content-type": "application/json",
    accept: "application/json",
    "user-agent": "flow-bench",
    ...options.headers,
    "content-length": String(content.length),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = new TextEncoder().encode(`POST ${url.pathname} HTTP/1.1\r\n${lines}\r\n`);
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(head);
  bytes.set(content, head.length);
  const scenario = { ...PLAIN, ...parseScenario(options.model.replace(/^sim\//, "")) };
  return {
    bytes,
    promptTokens: scenario.promptTokens ?? promptTokensOf(body),
    completionTokens: scenario.chunks,
  };
}

/** A conversation in turns of up to 8 KB, as an agent's is, of about so many bytes in all. */
function conversation(bytes: number): { role: string; content: string }[] {
  const turns = Math.max(1, Math.round(bytes / TURN_BYTES));
  const size = Math.max(1, Math.floor(bytes / turns));
  const text = LINE.repeat(Math.ceil(size / LINE.length)).slice(0, size);
  return Array.from({ length: turns }, (_, turn) => ({
    role: (turns - turn) % 2 === 1 ? "user" : "assistant",
    content: text,
  }));
}
