/**
 * The least that a request must be before it is passed on as it is.
 *
 * @module
 */
import type { JsonObject } from "../json/guards.ts";
import { camelCase } from "./member_names.ts";
import { itemsMember, objectMember, requireObject, wrongType } from "./typed_members.ts";

const OBJECTS = ["generationConfig", "toolConfig"];

/**
 * Throws `invalid_request` when contents are missing or a member is of a wrong type; either spelling
 * of names will do.
 */
export function checkBody(body: JsonObject): void {
  const spelled: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) spelled[camelCase(key)] = value;
  const contents = itemsMember(spelled, "contents");
  if (contents === undefined || contents.length === 0) {
    throw wrongType("contents", "an array of contents", contents);
  }
  contents.forEach((content, i) => requireObject(content, `contents[${i}]`));
  itemsMember(spelled, "tools")?.forEach((tool, i) => requireObject(tool, `tools[${i}]`));
  for (const name of OBJECTS) objectMember(spelled, name, "");
  const system = spelled.systemInstruction ?? undefined;
  if (system !== undefined && typeof system !== "string" && !Array.isArray(system)) {
    requireObject(system, "systemInstruction");
  }
}
