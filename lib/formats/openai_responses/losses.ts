/**
 * What a rendering in the Responses format could not carry over.
 *
 * @module
 */
import { FormatLosses } from "../losses.ts";
import { OWN } from "./own_members.ts";

/** The warnings of one rendering. */
export class Losses extends FormatLosses {
  constructor() {
    super(OWN, "The Responses format");
  }
}
