/**
 * What is known of a request that came as a form with files.
 *
 * @module
 */
import type { JsonObject } from "../../domain/json.ts";
import type { FormPart } from "./form_parts.ts";

/** What a form has beside what any call has. */
export interface FormFacts {
  /** The header with the boundary; goes on as it came. */
  readonly contentType: string;
  /** Where the model's name stands. */
  readonly model: FormPart;
  /** The form for people: texts, and of files their name and size. */
  readonly summary: JsonObject;
}
