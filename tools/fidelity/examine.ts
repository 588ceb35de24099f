/**
 * Asks for one recording in one inbound format and says what came of it.
 *
 * @module
 */
import { ask, askDirectly, type Taken } from "./clients.ts";
import { differences, errorDifferences } from "./compare.ts";
import type { Stage } from "./gateway.ts";
import { inboundRequest } from "./inbound.ts";
import { readBytes, readWhole } from "./oracle/read.ts";
import type { Reading } from "./oracle/reading.ts";
import { type Format, FORMATS, type Recording } from "./recordings.ts";
import { proofsLost } from "./round_trip.ts";
import type { SchemaJudge } from "./schemas.ts";

/** The single checks. */
export const CHECKS = [
  "as recorded",
  "crossed",
  "schema",
  "cuts",
  "proofs",
] as const;
export type Check = typeof CHECKS[number];

/** One thing that is wrong. */
export interface Failure {
  readonly check: Check;
  readonly reason: string;
}

/** What came of one recording in one inbound format. */
export interface Finding {
  readonly recording: Recording;
  readonly inbound: Format;
  /** The request cannot be expressed; the answer was asked for with a plain request. */
  readonly refused: string | null;
  /**
   * Why the recording judges nobody when it fails: its own client, asking past the gateway, cannot read
   * it or reads something else than it says.
   */
  readonly contradiction: string | null;
  /** How many checks were made, by name. */
  readonly made: Readonly<Record<Check, number>>;
  readonly failures: readonly Failure[];
}

/** Where answers are cut. */
export interface CutPlan {
  /** Into pieces of so many bytes, one after the other. */
  readonly sizes: readonly number[];
  /** Answers that would fall into more pieces than this are not cut so small. */
  readonly maxPieces: number;
  /** Streams up to this many bytes are also cut in two at every single position. */
  readonly everyPositionUpTo: number;
}

/** What to check with. */
export interface Means {
  readonly stage: Stage;
  readonly schemas: SchemaJudge | null;
  readonly cuts: CutPlan;
}

/** Examines one recording in all inbound formats. */
export async function examine(recording: Recording, means: Means): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const inbound of FORMATS) findings.push(await examineIn(recording, inbound, means));
  if (findings.every(({ failures }) => failures.length === 0)) return findings;
  const contradiction = await contradictionIn(recording, means.stage);
  return findings.map((finding) => ({ ...finding, contradiction }));
}

async function contradictionIn(recording: Recording, stage: Stage): Promise<string | null> {
  const { format } = recording;
  const source = readBytes(format, recording.body);
  stage.play(recording);
  const { body } = inboundRequest(recording, source, format, stage.model, recording.stream);
  const own = await askDirectly(recording, body, stage);
  if (own.answer === null) {
    return source.error === null ? `its vendor's own client throws: ${own.error}` : null;
  }
  const reader = { format, knowsReasoning: false };
  const found = differences(source, readWhole(format, own.answer), reader);
  return found.length === 0 ? null : `its vendor's own client reads: ${found.join("; ")}`;
}

async function examineIn(
  recording: Recording,
  inbound: Format,
  { stage, schemas, cuts }: Means,
): Promise<Finding> {
  const source = readBytes(recording.format, recording.body);
  const made = { "as recorded": 0, crossed: 0, schema: 0, cuts: 0, proofs: 0 };
  const failures: Failure[] = [];
  const note = (check: Check, reasons: readonly string[]): void => {
    made[check]++;
    for (const reason of reasons) failures.push({ check, reason });
  };
  let refused: string | null = null;
  const isSame = inbound === recording.format;
  // What passes as it is comes as it was recorded: whole or streamed, but not the other way.
  const modes = isSame ? [recording.stream] : [recording.stream, !recording.stream];
  for (const stream of modes) {
    const check = stream === recording.stream ? "as recorded" : "crossed";
    stage.play(recording);
    const request = inboundRequest(recording, source, inbound, stage.model, stream);
    refused ??= request.refused;
    const taken = await ask(inbound, stage.url, request.body, stream, stage.model);
    const crossing = stage.crossings.at(-1);
    if (crossing === undefined) {
      note(check, [`the client sent nothing: ${taken.error}`]);
      continue;
    }
    if (stage.upstream().length === 0) {
      if (crossing.status === 400) refused = `by the gateway: ${taken.error}`;
      else note(check, [`the gateway asked nobody: ${taken.error}`]);
      continue;
    }
    const own = isSame ? await askDirectly(recording, request.body, stage) : null;
    note(
      check,
      judge({
        source,
        own,
        taken,
        text: crossing.text,
        inbound,
        stream,
        wasStream: recording.stream,
      }),
    );
    if (!isSame && schemas !== null) note("schema", schemas.problems(inbound, crossing));
    if (taken.answer !== null && source.choices.some(({ proofs }) => proofs.length > 0)) {
      note(
        "proofs",
        await proofsLost({
          source,
          format: recording.format,
          inbound,
          request: request.body,
          stage,
          answer: taken.answer,
        }),
      );
    }
    if (stream !== recording.stream || cuts.sizes.length === 0) continue;
    note(
      "cuts",
      await cutDifferences(recording, {
        inbound,
        body: request.body,
        stream,
        stage,
        plan: cuts,
      }),
    );
  }
  return { recording, inbound, refused, contradiction: null, made, failures };
}

interface Judged {
  readonly source: Reading;
  /** What the client makes of the recording without the gateway; null for another format. */
  readonly own: Taken | null;
  readonly taken: Taken;
  /** What went to the client. */
  readonly text: string;
  readonly inbound: Format;
  readonly stream: boolean;
  /** The recording is a stream. */
  readonly wasStream: boolean;
}

function judge({ source, own, taken, text, inbound, stream, wasStream }: Judged): string[] {
  const wire = readBytes(inbound, text);
  if (own !== null && own.error !== null && own.error === taken.error) return [];
  // Where the client would take half an answer for a whole one, the gateway tells.
  const isTold = own !== null && wasStream && taken.error !== null;
  if (isTold && source.choices.every(({ end }) => end === null)) return [];
  if (source.error !== null) return errorDifferences(source.error, taken.error ?? wire.error);
  // Nothing that says how the answer ended: the caller must not take it for a whole one.
  const isBroken = wasStream && source.choices.every(({ end }) => end === null);
  if (isBroken && own === null) {
    const isShown = taken.error !== null || wire.error !== null;
    return isShown ? [] : ["a broken-off answer was shown as a whole one"];
  }
  const onWire = isBroken ? [] : differences(source, wire, { format: inbound });
  const prefixed = onWire.map((line) => `on the wire, ${line}`);
  if (own !== null) return [...clientDifferences(own, taken, inbound), ...prefixed];
  if (taken.answer === null) return [`the client threw: ${taken.error}`];
  // OpenAI's client keeps the last piece only of fields that it does not know, such as reasoning.
  const knowsReasoning = !(inbound === "openai_chat" && stream);
  const found = differences(source, readWhole(inbound, taken.answer), {
    format: inbound,
    knowsReasoning,
  });
  return [...found, ...prefixed.filter((line) => !found.includes(line.slice(13)))];
}

/** Same format on both sides: the client must get from the gateway what it gets from the provider. */
function clientDifferences(own: Taken, taken: Taken, format: Format): string[] {
  if (own.answer === null || taken.answer === null) {
    return (own.answer === null) === (taken.answer === null)
      ? []
      : [`the client threw: ${taken.error ?? "nothing"} instead of ${own.error ?? "nothing"}`];
  }
  return differences(readWhole(format, own.answer), readWhole(format, taken.answer), { format });
}

interface CutCase {
  readonly inbound: Format;
  readonly body: Readonly<Record<string, unknown>>;
  readonly stream: boolean;
  readonly stage: Stage;
  readonly plan: CutPlan;
}

/** Asks again with the provider's answer in pieces: every byte that the caller gets stays the same. */
async function cutDifferences(recording: Recording, one: CutCase): Promise<string[]> {
  const { stage, plan: { sizes, maxPieces, everyPositionUpTo } } = one;
  const size = recording.body.length;
  const positions = recording.stream && size <= everyPositionUpTo
    ? Array.from({ length: size - 1 }, (_, index) => [index + 1])
    : [];
  const uncut = await rawAnswer(recording, one);
  for (const cuts of [...sizes, ...positions]) {
    if (typeof cuts === "number" && size / cuts > maxPieces) continue;
    stage.play(recording);
    stage.cut(cuts);
    const text = await rawText(one);
    if (text !== uncut) {
      const where = typeof cuts === "number" ? `into ${cuts} bytes` : `at byte ${cuts[0]}`;
      return [`cut ${where}, the answer differs: ${firstDifference(uncut, text)}`];
    }
  }
  return [];
}

async function rawAnswer(recording: Recording, one: CutCase): Promise<string> {
  one.stage.play(recording);
  return await rawText(one);
}

async function rawText({ inbound, body, stream, stage }: CutCase): Promise<string> {
  const response = await fetch(stage.url + pathOf(inbound, stage.model, stream), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(inbound === "gemini" ? body : { ...body, ...(stream ? { stream } : {}) }),
  });
  try {
    return await response.text();
  } catch (thrown) {
    return `broken off: ${thrown instanceof Error ? thrown.name : thrown}`;
  }
}

/** Where a format is spoken. */
export function pathOf(format: Format, model: string, stream: boolean): string {
  switch (format) {
    case "openai_chat":
      return "/v1/chat/completions";
    case "openai_responses":
      return "/v1/responses";
    case "anthropic_messages":
      return "/v1/messages";
    case "gemini":
      return `/v1beta/models/${model}:${
        stream ? "streamGenerateContent?alt=sse" : "generateContent"
      }`;
  }
}

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const around = (text: string): string =>
    JSON.stringify(text.slice(Math.max(0, at - 20), at + 40));
  return `${around(a)} became ${around(b)}`;
}
