/**
 * `deno task bench:translation`: what translating costs beside passing on. The provider speaks chat
 * completions; callers speak that, or another format, to the same gateway in interleaved rounds.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { Samples } from "./load/samples.ts";
import { FAST, startSimulator } from "./start_simulator.ts";
import { startFlow } from "./targets/flow.ts";
import type { RunningTarget } from "./targets/target.ts";

const CHUNKS = 200;
const LINE = "The quick brown fox jumps over the lazy dog, again and again until it sleeps.\n";

/** How callers of one format ask. */
interface Speech {
  readonly name: string;
  readonly path: (model: string, stream: boolean) => string;
  readonly body: (model: string, stream: boolean, turns: readonly string[]) => unknown;
}

const messagesOf = (turns: readonly string[]) =>
  turns.map((content, i) => ({ role: i % 2 === 0 ? "user" : "assistant", content }));

const SPEECHES: readonly Speech[] = [
  {
    name: "chat (passes as it is)",
    path: () => "/v1/chat/completions",
    body: (model, stream, turns) => ({ model, stream, messages: messagesOf(turns) }),
  },
  {
    name: "Anthropic Messages",
    path: () => "/v1/messages",
    body: (model, stream, turns) => ({
      model,
      stream,
      max_tokens: 1000,
      messages: messagesOf(turns),
    }),
  },
  {
    name: "OpenAI Responses",
    path: () => "/v1/responses",
    body: (model, stream, turns) => ({ model, stream, store: false, input: messagesOf(turns) }),
  },
  {
    name: "Gemini",
    path: (model, stream) =>
      `/v1beta/models/${model}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
    body: (_model, _stream, turns) => ({
      contents: messagesOf(turns).map(({ role, content }) => ({
        role: role === "user" ? "user" : "model",
        parts: [{ text: content }],
      })),
    }),
  },
];

interface Load {
  readonly model: string;
  readonly stream: boolean;
  readonly turns: readonly string[];
  readonly callers: number;
}

interface Measured {
  readonly requestsPerSecond: number;
  readonly p50: number;
}

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

const folder = await Deno.makeTempDir({ prefix: "flow_bench_" });
const simulator = await startSimulator(folder, FAST);
try {
  const gateway = await startFlow({ upstream: simulator.url, folder });
  try {
    const streams: Load = {
      model: gateway.model(`gpt-4o-mini:chunks=${CHUNKS}`),
      stream: true,
      turns: ["Hi"],
      callers: 16,
    };
    const large: Load = {
      model: gateway.model("gpt-4o-mini"),
      stream: false,
      turns: Array.from({ length: 125 }, (_, i) => `${i} ` + LINE.repeat(102)),
      callers: 1,
    };
    console.log(
      `| caller's format | chunks/s, 16 streams of ${CHUNKS} | of passing | 1 MB prompt, p50 ms | added ms |`,
    );
    console.log("|---|---|---|---|---|");
    const streamed = await compare(gateway, streams);
    const whole = await compare(gateway, large);
    const [floor] = SPEECHES;
    for (const { name } of SPEECHES) {
      const [s, w] = [streamed.get(name)!, whole.get(name)!];
      const base = streamed.get(floor!.name)!;
      const added = w.p50 - whole.get(floor!.name)!.p50;
      console.log(
        `| ${name} | ${Math.round(s.requestsPerSecond * CHUNKS).toLocaleString("en")} | ` +
          `${(s.requestsPerSecond / base.requestsPerSecond).toFixed(2)} | ${w.p50.toFixed(1)} | ` +
          `${added.toFixed(1)} |`,
      );
    }
  } finally {
    await gateway.stop();
  }
} finally {
  await simulator.stop();
  await Deno.remove(folder, { recursive: true });
}

/** The median round of each format, the rounds interleaved. */
async function compare(gateway: RunningTarget, load: Load): Promise<Map<string, Measured>> {
  const all = new Map<string, Measured[]>();
  for (const speech of SPEECHES) await run(gateway, speech, load, 1.5);
  for (let round = 0; round < rounds; round++) {
    for (const speech of SPEECHES) {
      const list = all.get(speech.name) ?? [];
      all.set(speech.name, list);
      list.push(await run(gateway, speech, load, seconds));
    }
  }
  return new Map(
    [...all].map(([name, list]) => {
      const sorted = list.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond);
      return [name, sorted[Math.floor(sorted.length / 2)]!] as const;
    }),
  );
}

async function run(
  gateway: RunningTarget,
  speech: Speech,
  { model, stream, turns, callers }: Load,
  forSeconds: number,
): Promise<Measured> {
  const url = new URL(speech.path(model, stream), gateway.url);
  const body = new TextEncoder().encode(JSON.stringify(speech.body(model, stream, turns)));
  const headers = { ...gateway.headers, "content-type": "application/json" };
  const samples = new Samples();
  let answered = 0;
  const began = performance.now();
  const caller = async (): Promise<void> => {
    while (performance.now() - began < forSeconds * 1000) {
      const sentAt = performance.now();
      const response = await fetch(url, { method: "POST", headers, body });
      const bytes = await response.bytes();
      if (!response.ok) throw new Error(`${speech.name}: ${new TextDecoder().decode(bytes)}`);
      samples.add(performance.now() - sentAt);
      answered++;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const elapsed = (performance.now() - began) / 1000;
  const { p50 } = samples.distribution();
  return { requestsPerSecond: answered / elapsed, p50 };
}
