/**
 * Reads wishes that are written down in several formats.
 *
 * @module
 */
import type { Intent } from "./cross.ts";
import { isRecord, type Json } from "./oracle/json.ts";
import { FORMATS } from "./recordings.ts";

/** Each JSON file of a folder: request bodies by the name of their format. */
export async function readIntents(folder: string): Promise<Intent[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".json")) names.push(name);
  }
  return await Promise.all(
    names.toSorted().map(async (name) => {
      const parsed: unknown = JSON.parse(await Deno.readTextFile(`${folder}/${name}`));
      const bodies: Partial<Record<typeof FORMATS[number], Json>> = {};
      for (const format of FORMATS) {
        const body = isRecord(parsed) ? parsed[format] : undefined;
        if (isRecord(body)) bodies[format] = body;
      }
      return { name: name.replace(".json", "").replaceAll("_", " "), model: "some-model", bodies };
    }),
  );
}
