/**
 * The part of a conversation that is scored. System texts, tools and what the model said are never
 * part of it.
 *
 * @module
 */
import type { TextChoice } from "../domain/routing.ts";
import type { Prompt, Turn } from "./prompt.ts";

/** Of a user's turn the beginning and the end are looked at, of a tool's answer the beginning. */
const TURN_HEAD = 6000;
const TURN_TAIL = 2000;
const RESULT_HEAD = 2000;

/** The text to score; empty when no user has said anything. */
export function scoredText({ turns }: Prompt, choice: TextChoice): string {
  return choice === "user_messages" ? allOfUser(turns) : lastTurn(turns);
}

function allOfUser(turns: readonly Turn[]): string {
  return turns.filter(({ speaker }) => speaker === "user").flatMap(({ texts }) => texts).join(" ");
}

/** The newest turn of the user, and the newest answer of a tool since then. */
function lastTurn(turns: readonly Turn[]): string {
  const at = turns.findLastIndex(({ speaker, texts }) =>
    speaker === "user" && texts.some((text) => text.trim() !== "")
  );
  if (at < 0) return "";
  const said = middleCut(turns[at]!.texts.join(" "));
  const result = turns.slice(at + 1).findLast(({ speaker }) => speaker === "tool");
  const answered = result?.texts.join(" ").slice(0, RESULT_HEAD) ?? "";
  return answered === "" ? said : `${said} ${answered}`;
}

function middleCut(text: string): string {
  if (text.length <= TURN_HEAD + TURN_TAIL) return text;
  return `${text.slice(0, TURN_HEAD)} ${text.slice(-TURN_TAIL)}`;
}
