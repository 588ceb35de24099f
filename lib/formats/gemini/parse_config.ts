/**
 * A caller's `generationConfig` in the neutral form.
 *
 * @module
 */
import type { ChatRequest, OutputFormat, Sampling } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { jsonSchemaOf } from "./schema.ts";
import { readThinking } from "./thinking.ts";
import {
  flagMember,
  integerMember,
  numberMember,
  objectMember,
  otherMembers,
  textMember,
  textsMember,
} from "./typed_members.ts";

const AT = "generationConfig";

/** Members that have a neutral meaning; the rest stays Gemini's own. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "maxOutputTokens",
  "temperature",
  "topP",
  "topK",
  "stopSequences",
  "seed",
  "presencePenalty",
  "frequencyPenalty",
  "responseLogprobs",
  "logprobs",
  "candidateCount",
  "responseMimeType",
  "responseSchema",
  "responseJsonSchema",
  "_responseJsonSchema",
  "responseFormat",
  "responseModalities",
  "thinkingConfig",
  "speechConfig",
]);

/** What the configuration says. */
export interface ReadConfig
  extends Pick<ChatRequest, "sampling" | "output" | "reasoning" | "modalities" | "audio"> {
  /** Members that only Gemini has, under their path (`generationConfig.imageConfig`). */
  readonly own: JsonObject;
}

/** Reads `generationConfig`. Throws `invalid_request` for a wrong type. */
export function readConfig(config: JsonObject): ReadConfig {
  const thinking = objectMember(config, "thinkingConfig", AT);
  const { output, own: ownOutput } = readOutput(config);
  const { audio, own: ownSpeech } = readSpeech(config);
  const own = { ...otherMembers(config, UNDERSTOOD), ...ownOutput, ...ownSpeech };
  return {
    sampling: readSampling(config),
    own: Object.fromEntries(
      Object.entries(own).map(([key, value]) => [`${AT}.${key}`, value]),
    ),
    ...defined({
      output,
      audio,
      reasoning: thinking && readThinking(thinking, `${AT}.thinkingConfig`),
      modalities: textsMember(config, "responseModalities", AT)?.map((one) => one.toLowerCase()),
    }),
  };
}

function readSampling(config: JsonObject): Sampling {
  return defined({
    maxOutputTokens: integerMember(config, "maxOutputTokens", AT),
    temperature: numberMember(config, "temperature", AT),
    topP: numberMember(config, "topP", AT),
    topK: numberMember(config, "topK", AT),
    stop: textsMember(config, "stopSequences", AT),
    seed: integerMember(config, "seed", AT),
    presencePenalty: numberMember(config, "presencePenalty", AT),
    frequencyPenalty: numberMember(config, "frequencyPenalty", AT),
    logprobs: flagMember(config, "responseLogprobs", AT),
    topLogprobs: integerMember(config, "logprobs", AT),
    n: integerMember(config, "candidateCount", AT),
  });
}

interface ReadOutput {
  readonly output: OutputFormat | undefined;
  readonly own: JsonObject;
}

function readOutput(config: JsonObject): ReadOutput {
  const { text, ...otherFormats } = objectMember(config, "responseFormat", AT) ?? {};
  const format = isObject(text) ? text : undefined;
  const own = Object.keys(otherFormats).length === 0 ? {} : { responseFormat: otherFormats };
  const type = textMember(config, "responseMimeType", AT) ?? mimeTypeOf(format);
  const schema = schemaIn(config, format);
  if (type === "text/x.enum") {
    const { responseMimeType, responseSchema } = config;
    return { output: undefined, own: { ...own, ...defined({ responseMimeType, responseSchema }) } };
  }
  if (schema !== undefined) return { output: { type: "json_schema", schema }, own };
  if (type === "application/json") return { output: { type: "json" }, own };
  return { output: type === "text/plain" ? { type: "text" } : undefined, own };
}

function mimeTypeOf(format: JsonObject | undefined): string | undefined {
  const name = textAt(format, "mimeType");
  if (name === "APPLICATION_JSON") return "application/json";
  return name === "TEXT_PLAIN" ? "text/plain" : undefined;
}

function schemaIn(config: JsonObject, format: JsonObject | undefined): JsonObject | undefined {
  const json = objectMember(config, "responseJsonSchema", AT) ??
    objectMember(config, "_responseJsonSchema", AT) ?? objectAt(format, "schema");
  if (json !== undefined) return json;
  const schema = objectMember(config, "responseSchema", AT);
  return schema === undefined ? undefined : jsonSchemaOf(schema);
}

/** Gemini speaks raw 16-bit samples (Gemini API documentation, "Speech generation"). */
const SPEECH_FORMAT = "pcm16";

function readSpeech(
  config: JsonObject,
): { readonly audio: ChatRequest["audio"] | undefined; readonly own: JsonObject } {
  const speech = objectMember(config, "speechConfig", AT);
  if (speech === undefined) return { audio: undefined, own: {} };
  const prebuilt = objectAt(objectAt(speech, "voiceConfig"), "prebuiltVoiceConfig");
  const voice = textAt(prebuilt, "voiceName");
  const { voiceConfig: _, ...rest } = speech;
  if (voice === null) return { audio: undefined, own: { speechConfig: speech } };
  return {
    audio: { voice, format: SPEECH_FORMAT },
    own: Object.keys(rest).length === 0 ? {} : { speechConfig: rest },
  };
}
