import assert from "node:assert/strict";
import {
  callerField,
  type NeutralField,
} from "../../../../lib/domain/conversation/caller_field.ts";
import type { FormatName } from "../../../../lib/domain/request_record.ts";

const cases: [format: FormatName, field: NeutralField, spelling: string][] = [
  ["openai_chat", "maxOutputTokens", "max_completion_tokens"],
  ["openai_responses", "maxOutputTokens", "max_output_tokens"],
  ["anthropic_messages", "stop", "stop_sequences"],
  ["gemini", "stop", "generationConfig.stopSequences"],
];
for (const [format, field, spelling] of cases) {
  Deno.test(`callerField spells ${field} as ${spelling} for ${format}`, () => {
    assert.equal(callerField({ format }, field), spelling);
  });
}
