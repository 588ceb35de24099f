/**
 * One run: an agent as it comes from npm, in an empty home, through a gateway in a process of its
 * own, to a provider of one shape.
 *
 * @module
 */
import { startGatewayProcess } from "../../tests/support/gateway_process.ts";
import type { LogRow } from "../../tests/support/log_rows.ts";
import { tempDir } from "../../tests/support/temp.ts";
import { waitUntil } from "../../tests/support/wait_until.ts";
import type { Agent, ChatFormat, ToolCall } from "./agent.ts";
import { type Exchange, startRecorder } from "./recorder.ts";
import { CONTENT, FILE, PROMPT } from "./script.ts";
import { startUpstream } from "./upstream.ts";

/** What became of it. */
export interface Run {
  readonly agent: Agent;
  readonly shape: ChatFormat;
  /** The agent's exit code; null when it was ended because its time was over. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The tool call that the provider made. */
  readonly wrote: ToolCall;
  /** The file that it was to write; null when there is none. */
  readonly file: string | null;
  /** Between agent and gateway, in order. */
  readonly asked: readonly Exchange[];
  /** Between gateway and provider, in order. */
  readonly exchanges: readonly Exchange[];
  readonly rows: readonly LogRow[];
  readonly gatewaySaid: string;
  /** How long the agent ran, ms. */
  readonly tookMs: number;
}

/** Who the log says has called. */
export const TOKEN_NAME = "agent";

/** Agents take 1 to 7 seconds; on a busy machine ten times that. */
const LIMIT_MS = 120_000;

/** Models that exist: agents and gateway know some of them by name. */
export const MODELS: Readonly<Record<ChatFormat, string>> = {
  anthropic_messages: "claude-sonnet-4-5",
  openai_chat: "deepseek-reasoner",
  openai_responses: "o4-mini",
  gemini: "gemini-2.5-pro",
};

/** Runs `agent`, whose program is at `program`. */
export async function run(agent: Agent, shape: ChatFormat, program: string): Promise<Run> {
  await using home = await tempDir();
  await using work = await tempDir();
  // On macOS the folder is a link, and agents tell its real name.
  const folder = await Deno.realPath(work.path);
  await using upstream = await startUpstream(agent, shape, folder);
  await using gateway = await startGatewayProcess({
    config: { providers: { mock: { base_url: upstream.baseUrl, format: shape } } },
    tokens: [TOKEN_NAME],
  });
  await using front = startRecorder(gateway.url);
  const launch = await agent.configure({
    home: home.path,
    work: folder,
    gateway: front.url,
    token: gateway.tokens[TOKEN_NAME] ?? "",
    model: `mock/${MODELS[shape]}`,
    prompt: PROMPT,
  });
  const needsNode = agent.package?.needsNode === true;
  const start = performance.now();
  const child = new Deno.Command(needsNode ? "node" : program, {
    args: [...(needsNode ? [program] : []), ...launch.args],
    cwd: folder,
    clearEnv: true,
    env: {
      HOME: home.path,
      PATH: Deno.env.get("PATH") ?? "",
      TERM: "dumb",
      LANG: "C.UTF-8",
      ...launch.env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, LIMIT_MS);
  const output = await child.output();
  clearTimeout(limit);
  const tookMs = performance.now() - start;
  await waitUntil(
    "every request has left its row",
    () => gateway.log.unread().length >= upstream.exchanges.length,
  );
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return {
    agent,
    shape,
    code: isLate ? null : output.code,
    stdout: text(output.stdout),
    stderr: text(output.stderr),
    wrote: agent.write(folder, FILE, CONTENT),
    file: await readFile(`${folder}/${FILE}`),
    asked: front.exchanges,
    exchanges: upstream.exchanges,
    rows: gateway.log.unread(),
    gatewaySaid: gateway.said(),
    tookMs,
  };
}

async function readFile(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
