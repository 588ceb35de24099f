/**
 * Reads a folder of recorded traffic.
 *
 * The folder holds an `index.json`: `{"entries": [...]}`, each entry with
 * - `id`: a name, unique in the folder;
 * - `kind`: `exchange` (request and answer), `response-only`, or `cross-dialect`;
 * - `dialect`: `openai-chat`, `openai-responses`, `anthropic-messages`, `gemini-generateContent`,
 *   `gemini-streamGenerateContent` or `gemini`; entries of other dialects are skipped;
 * - `provider`: who answered (`openai`, `groq` …): a provider that the product knows brings its quirks;
 * - `shows`: in words, what the recording is good for;
 * - `stream`: whether the answer is a stream; `status`: its HTTP status (null: 200, or that of the error
 *   in the body); `path` and `response_headers` where known;
 * - `files`: paths below the folder. `request` is JSON. `response` is the body as it was sent, or,
 *   when its name ends in `.chunks.jsonl`, one event's JSON a line, which is framed anew here. For
 *   `cross-dialect`: an object per dialect (`chat-completions`, `responses`, `anthropic`, `google`) with
 *   `request`, `response` and `response-streaming` (a JSON array of events).
 *
 * @module
 */
import type { JsonObject } from "../../lib/formats/json/guards.ts";
import { frameEvents } from "./framing.ts";
import { isRecord } from "./oracle/json.ts";

/** The four chat formats. */
export const FORMATS = ["openai_chat", "openai_responses", "anthropic_messages", "gemini"] as const;
export type Format = typeof FORMATS[number];

/** One recorded answer, with the request that it answers where that is known. */
export interface Recording {
  readonly id: string;
  readonly format: Format;
  readonly provider: string;
  readonly shows: string;
  readonly stream: boolean;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly request: JsonObject | null;
  /** The model that the request named; for Gemini from its path. */
  readonly model: string;
  readonly body: Uint8Array;
}

/** What a folder holds. */
export interface Collection {
  readonly recordings: readonly Recording[];
  /** Entries of dialects that are no chat format. */
  readonly skipped: readonly { readonly id: string; readonly dialect: string }[];
}

const DIALECTS: Readonly<Record<string, Format>> = {
  "openai-chat": "openai_chat",
  "openai-responses": "openai_responses",
  "anthropic-messages": "anthropic_messages",
  "gemini-generateContent": "gemini",
  "gemini-streamGenerateContent": "gemini",
  gemini: "gemini",
};

const CROSS: Readonly<Record<string, Format>> = {
  "chat-completions": "openai_chat",
  responses: "openai_responses",
  anthropic: "anthropic_messages",
  google: "gemini",
};

/** Reads all of a folder. Throws when it has no index or a file is missing. */
export async function readCollection(folder: string): Promise<Collection> {
  const index: unknown = JSON.parse(await Deno.readTextFile(`${folder}/index.json`));
  const entries = isRecord(index) && Array.isArray(index.entries) ? index.entries : [];
  const recordings: Recording[] = [];
  const skipped: { id: string; dialect: string }[] = [];
  for (const entry of entries.filter(isRecord)) {
    const found = entry.kind === "cross-dialect"
      ? await crossRecordings(folder, entry)
      : await recordingOf(folder, entry);
    if (found.length === 0) skipped.push({ id: text(entry.id), dialect: text(entry.dialect) });
    recordings.push(...found);
  }
  return { recordings, skipped };
}

async function recordingOf(folder: string, entry: JsonObject): Promise<Recording[]> {
  const format = DIALECTS[text(entry.dialect)];
  const files = isRecord(entry.files) ? entry.files : {};
  if (format === undefined || typeof files.response !== "string") return [];
  const raw = await Deno.readFile(`${folder}/${files.response}`);
  const isChunks = files.response.endsWith(".jsonl");
  const body = isChunks ? frameEvents(format, jsonLines(new TextDecoder().decode(raw))) : raw;
  const request = typeof files.request === "string"
    ? await json(`${folder}/${files.request}`)
    : null;
  return [{
    id: text(entry.id),
    format,
    provider: text(entry.provider),
    shows: text(entry.shows),
    stream: entry.stream === true,
    status: typeof entry.status === "number" ? entry.status : statusIn(body),
    headers: headersOf(entry, format, entry.stream === true),
    request,
    model: modelOf(request, text(entry.path)),
    body,
  }];
}

async function crossRecordings(folder: string, entry: JsonObject): Promise<Recording[]> {
  const found: Recording[] = [];
  for (const [dialect, files] of Object.entries(isRecord(entry.files) ? entry.files : {})) {
    const format = CROSS[dialect];
    if (format === undefined || !isRecord(files) || typeof files.request !== "string") continue;
    const request = await json(`${folder}/${files.request}`);
    const common = {
      format,
      provider: { openai_chat: "openai", openai_responses: "openai", gemini: "gemini" }[
        format as string
      ] ?? "anthropic",
      shows: text(entry.id).replace(/^.*\//, ""),
      request: format === "gemini" ? withoutModel(request) : request,
      model: modelOf(request, ""),
    };
    for (const [name, stream] of [["response", false], ["response-streaming", true]] as const) {
      const file = files[name];
      if (typeof file !== "string") continue;
      const parsed: unknown = JSON.parse(await Deno.readTextFile(`${folder}/${file}`));
      found.push({
        ...common,
        id: `${text(entry.id)}/${dialect}${stream ? "#stream" : ""}`,
        stream,
        status: 200,
        headers: headersOf({}, format, stream),
        body: Array.isArray(parsed)
          ? frameEvents(format, parsed)
          : new TextEncoder().encode(JSON.stringify(parsed)),
      });
    }
  }
  return found;
}

/** Hop-by-hop and framing headers come from the replay. */
const KEPT_HEADERS = /^(retry-after|x-request-id|request-id|x-ratelimit|anthropic-ratelimit)/;

function headersOf(entry: JsonObject, format: Format, stream: boolean): [string, string][] {
  const recorded = isRecord(entry.response_headers) ? entry.response_headers : {};
  const fallback = stream ? "text/event-stream" : "application/json";
  const type = recorded["content-type"];
  const kept = Object.entries(recorded).flatMap(([name, value]): [string, string][] =>
    KEPT_HEADERS.test(name) && typeof value === "string" ? [[name, value]] : []
  );
  const usual = format === "gemini" && stream ? fallback : fallback;
  return [["content-type", typeof type === "string" ? type : usual], ...kept];
}

/** Errors that were recorded without their status. */
function statusIn(body: Uint8Array): number {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return 200; // a stream
  }
  if (!isRecord(parsed) || !isRecord(parsed.error)) return 200;
  if (parsed.object === "response") return 200;
  return typeof parsed.error.code === "number" ? parsed.error.code : 400;
}

function modelOf(request: JsonObject | null, path: string): string {
  const inPath = /\/models\/([^/:?]+)/.exec(path)?.[1];
  if (inPath !== undefined) return inPath;
  return typeof request?.model === "string" ? request.model : "some-model";
}

/** Gemini's SDK takes the model beside the body. */
function withoutModel({ model: _, ...body }: JsonObject): JsonObject {
  return body;
}

function jsonLines(lines: string): unknown[] {
  return lines.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line));
}

async function json(path: string): Promise<JsonObject> {
  const parsed: unknown = JSON.parse(await Deno.readTextFile(path));
  if (!isRecord(parsed)) throw new Error(`${path} holds no JSON object.`);
  return parsed;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
