/**
 * Every format by its name.
 *
 * @module
 */
import type { FormatName } from "../domain/request_record.ts";
import type { Dialect } from "./dialect.ts";
import { anthropicDialect } from "./anthropic_messages/dialect.ts";
import { geminiDialect, geminiEmbeddingsDialect } from "./gemini/dialect.ts";
import { openAiChat } from "./openai_chat/codec.ts";
import { openAiDialect } from "./openai_chat/dialect.ts";
import { mediaDialect } from "./openai_media/dialect.ts";
import { openAiResponsesDialect } from "./openai_responses/dialect.ts";

/** How to speak a format; what has no dialect of its own answers like OpenAI's older endpoints. */
export function dialectOf(format: FormatName): Dialect {
  return DIALECTS.get(format) ?? OTHER;
}

const OTHER = openAiDialect("none", null);

const DIALECTS: ReadonlyMap<FormatName, Dialect> = new Map(
  [
    openAiDialect("openai_chat", openAiChat),
    openAiResponsesDialect,
    anthropicDialect,
    geminiDialect,
    geminiEmbeddingsDialect,
    mediaDialect("openai_images"),
    mediaDialect("openai_audio"),
    mediaDialect("openai_moderations"),
    mediaDialect("rerank"),
  ].map((dialect) => [dialect.format, dialect]),
);
