/**
 * Carries one format's proofs through the opaque fields of another, so that a caller who plays an
 * answer back returns them unread: an Anthropic `signature`, a Responses `encrypted_content`, a Gemini
 * `thoughtSignature` can each hold the proof of any other format.
 *
 * A carrier is base64 (RFC 4648 §4), since Gemini's clients check that, of UTF-8 JSON with a mark.
 *
 * @module
 */
import type { Proof } from "../domain/conversation/parts.ts";
import { isObject } from "./json/guards.ts";

const MARK = "flow1";
/** `{"flow1":` in base64: what every carrier begins with. */
const PREFIX = btoa('{"flow1":').slice(0, 12);

/**
 * Whether a request's text may hold a carrier. A provider would take it for a broken proof of its own.
 * May say yes in vain, never no in vain.
 */
export function mayHoldCarrier(text: string): boolean {
  return text.includes(PREFIX);
}

/** What one opaque field carries. */
export interface Cargo {
  /** The proof of the thing that the field belongs to. */
  readonly proof?: Proof;
  /** The tool call that `proof` belongs to, where the field cannot stand right before it. */
  readonly callId?: string;
  /** `proof` belongs to what stands before the field, not to what follows. */
  readonly isTrailing?: true;
  /** Reasoning that the caller's format has no block for; it stands before the thing. */
  readonly reasoning?: readonly {
    readonly text: string;
    readonly isSummary: boolean;
    readonly proof?: Proof;
  }[];
}

/** The opaque text for a cargo. */
export function packCarrier(cargo: Cargo): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ [MARK]: cargo }));
  return bytes.toBase64();
}

/** The cargo of an opaque text; null when a provider wrote it, not we. Never throws. */
export function unpackCarrier(text: string): Cargo | null {
  if (!text.startsWith(PREFIX)) return null;
  try {
    const bytes = Uint8Array.fromBase64(text);
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const cargo = isObject(parsed) ? parsed[MARK] : undefined;
    return isObject(cargo) ? readCargo(cargo) : null;
  } catch {
    return null; // not ours after all, or cut: an unreadable carrier proves nothing
  }
}

function readCargo(cargo: Readonly<Record<string, unknown>>): Cargo {
  const proof = readProof(cargo.proof);
  const list = Array.isArray(cargo.reasoning) ? cargo.reasoning : [];
  const reasoning = list.flatMap((item: unknown) => {
    if (!isObject(item) || typeof item.text !== "string") return [];
    const own = readProof(item.proof);
    return [{
      text: item.text,
      isSummary: item.isSummary === true,
      ...(own === undefined ? {} : { proof: own }),
    }];
  });
  return {
    ...(proof === undefined ? {} : { proof }),
    ...(typeof cargo.callId === "string" ? { callId: cargo.callId } : {}),
    ...(cargo.isTrailing === true ? { isTrailing: true } : {}),
    ...(reasoning.length === 0 ? {} : { reasoning }),
  };
}

const CARRIED: readonly Proof["format"][] = [
  "openai_chat",
  "openai_responses",
  "anthropic_messages",
  "gemini",
];

function readProof(value: unknown): Proof | undefined {
  if (!isObject(value) || !isObject(value.value)) return undefined;
  const format = CARRIED.find((name) => name === value.format);
  return format === undefined ? undefined : { format, value: value.value };
}
