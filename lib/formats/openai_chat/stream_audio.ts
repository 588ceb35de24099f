/**
 * Spoken answers: sound and transcript of one streamed choice, put together.
 *
 * @module
 */
import type { AudioPart } from "../../domain/conversation/parts.ts";
import { isObject, textAt } from "../json/guards.ts";
import { audioPart } from "./assistant_parts.ts";
import { joinBase64 } from "./media.ts";

/** Collects `delta.audio`; the neutral form has sound as a whole only. */
export class StreamedAudio {
  #members: Record<string, unknown> | null = null;
  readonly #data: string[] = [];
  #transcript = "";

  push(audio: unknown): void {
    if (!isObject(audio)) return;
    const { data: _, transcript: __, ...rest } = audio;
    this.#members = { ...this.#members, ...rest };
    const data = textAt(audio, "data");
    if (data !== null) this.#data.push(data);
    this.#transcript += textAt(audio, "transcript") ?? "";
  }

  /** The sound so far; null when there is none. */
  get part(): AudioPart | null {
    if (this.#members === null) return null;
    return audioPart({
      ...this.#members,
      data: joinBase64(this.#data),
      transcript: this.#transcript,
    });
  }
}
