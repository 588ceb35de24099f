/**
 * Parts of messages as Gemini's parts.
 *
 * @module
 */
import { wrapCustomInput } from "../../domain/conversation/custom_tools.ts";
import type {
  AudioPart,
  FilePart,
  ImagePart,
  Part,
  ReasoningPart,
  ToolCallPart,
  ToolResultPart,
} from "../../domain/conversation/parts.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";
import type { ToolNames } from "../../domain/conversation/tool_names.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { argumentsObject, renderResult } from "./arguments.ts";
import type { Losses } from "./losses.ts";
import { renderSource, tellMediaLosses } from "./media.ts";
import { modelTraits } from "./model_traits.ts";
import { nativeSignature } from "./signatures.ts";
import { wrongValue } from "./typed_members.ts";

/** One of Gemini's parts, and the call that it makes or answers. */
export interface RenderedPart {
  readonly value: JsonObject;
  readonly callId?: string;
  readonly resultOf?: string;
}

type MediaPart = ImagePart | AudioPart | FilePart;

/** Renders the parts of one conversation in order; results learn their names from earlier calls. */
export class PartRenderer {
  readonly #namesByCall = new Map<string, string>();
  readonly #readsMediaInResults: boolean;

  constructor(
    private readonly request: ChatRequest,
    model: string,
    private readonly names: ToolNames,
    private readonly losses: Losses,
  ) {
    this.#readsMediaInResults = modelTraits(model).isThird;
  }

  /** None for what is left out. Throws `invalid_request` for what cannot be. */
  render(part: Part): readonly RenderedPart[] {
    switch (part.type) {
      case "text":
      case "refusal":
        return [{ value: this.#signed({ text: part.text }, part) }];
      case "reasoning":
        return this.#reasoning(part);
      case "image":
      case "audio":
      case "file":
        return [{ value: this.#media(part) }];
      case "tool_call":
        return [this.#call(part)];
      case "tool_result":
        return this.#result(part);
      case "foreign":
        if (part.format === "gemini") return [{ value: part.value }];
        this.#leaveOut(part);
        return [];
    }
  }

  #leaveOut(part: Extract<Part, { type: "foreign" }>): void {
    this.losses.dropped(
      part.at ?? "messages",
      `Gemini cannot read '${String(part.value.type)}' of another provider.`,
    );
  }

  /** Thoughts go back to Gemini only if they are its own, or the caller speaks Gemini. */
  #reasoning(part: ReasoningPart): readonly RenderedPart[] {
    const signature = nativeSignature(part.proof);
    const isOwn = part.proof === undefined
      ? this.request.format === "gemini"
      : signature !== undefined;
    if (!isOwn) {
      if (part.text !== "") {
        this.losses.dropped(
          part.at ?? "messages",
          "Gemini takes back thoughts that it has signed, and no others.",
        );
      }
      return [];
    }
    if (part.text === "" && signature === undefined) return [];
    return [{ value: this.#signed({ text: part.text, thought: true }, part) }];
  }

  #media(part: MediaPart): JsonObject {
    tellMediaLosses(part, this.losses);
    return this.#signed(renderSource(part, this.losses), part);
  }

  #call(part: ToolCallPart): RenderedPart {
    const name = this.names.flat(part.name, part.namespace);
    this.#namesByCall.set(part.id, name);
    const text = part.kind === "custom" ? wrapCustomInput(part.arguments) : part.arguments;
    const { args, isWhole } = argumentsObject(text);
    if (!isWhole) {
      this.losses.adapted(
        part.at ?? "messages",
        "Arguments that are no JSON object are passed as the text that they are.",
      );
    }
    const id = part.id === "" ? {} : { id: part.id };
    const value = this.#signed({ functionCall: { ...id, name, args } }, part);
    return { value, callId: part.id };
  }

  #result(part: ToolResultPart): readonly RenderedPart[] {
    const name = this.#namesByCall.get(part.callId) ??
      (part.name === null ? undefined : this.names.flat(part.name));
    if (name === undefined) {
      throw wrongValue(
        part.at ?? "messages",
        `This tool result answers the call '${part.callId}', which no earlier message makes: Gemini ` +
          `must be told the tool's name.`,
      );
    }
    const { response, inside, beside } = this.#contentOf(part);
    const id = part.callId === "" ? {} : { id: part.callId };
    const parts = inside.length === 0 ? {} : { parts: inside };
    const value = this.#signed({ functionResponse: { ...id, name, response, ...parts } }, part);
    return [{ value, resultOf: part.callId }, ...beside.map((media) => ({ value: media }))];
  }

  #contentOf(part: ToolResultPart): {
    readonly response: JsonObject;
    /** Media within the result. */
    readonly inside: readonly JsonObject[];
    /** Media behind it, for models or sources that allow no other place. */
    readonly beside: readonly JsonObject[];
  } {
    const texts: string[] = [];
    const inside: JsonObject[] = [];
    const beside: JsonObject[] = [];
    for (const one of part.content) {
      if (one.type === "text") texts.push(one.text);
      else if (one.type === "foreign") this.#leaveOut(one);
      else {
        const at = one.at ?? part.at;
        const media = this.#media(at === undefined ? one : { ...one, at });
        const fits = this.#readsMediaInResults && "inlineData" in media;
        (fits ? inside : beside).push(media);
      }
    }
    if (beside.length > 0) {
      this.losses.adapted(
        part.at ?? "messages",
        "Images and files of a tool result are sent behind it: the model reads none inside.",
      );
    }
    const text = texts.join("\n");
    return { response: renderResult({ text, isError: part.isError }), inside, beside };
  }

  /** With the part's own signature, and members that only Gemini has. */
  #signed(value: JsonObject, part: Part): JsonObject {
    const signature = "proof" in part ? nativeSignature(part.proof) : undefined;
    const own = this.losses.own(part.extra, part.at);
    const merged: Record<string, unknown> = { ...value };
    for (const [key, member] of Object.entries(own)) {
      const before = merged[key];
      merged[key] = isObject(before) && isObject(member) ? { ...before, ...member } : member;
    }
    return signature === undefined ? merged : { ...merged, thoughtSignature: signature };
  }
}
