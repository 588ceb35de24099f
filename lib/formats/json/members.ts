/**
 * Reads and edits the top level of a JSON object as bytes, so that everything else in it stays as
 * the sender wrote it: order, white space, number spelling, unknown members.
 *
 * All functions expect text that `JSON.parse` has already accepted as an object (RFC 8259).
 *
 * @module
 */

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a;
const NEAR = 32;
const OPEN_BRACE = 0x7b, CLOSE_BRACE = 0x7d, OPEN_BRACKET = 0x5b, CLOSE_BRACKET = 0x5d;

/** One `"key": value` of the object; offsets are in bytes, ends are exclusive. */
export interface Member {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

const decoder = new TextDecoder();

/** The members of a JSON object in the order in which they stand, duplicates included. */
export function topLevelMembers(json: Uint8Array): Member[] {
  const members: Member[] = [];
  let at = skipSpace(json, 0) + 1;
  while (true) {
    at = skipSpace(json, at);
    if (json[at] === CLOSE_BRACE || at >= json.length) return members;
    const start = at;
    const keyEnd = skipString(json, at);
    const key = decodeKey(json, start, keyEnd);
    at = skipSpace(json, keyEnd);
    if (json[at] !== COLON) return members;
    const valueStart = skipSpace(json, at + 1);
    const valueEnd = skipValue(json, valueStart);
    members.push({ key, start, valueStart, valueEnd });
    at = skipSpace(json, valueEnd);
    if (json[at] === COMMA) at++;
  }
}

/** The parsed value of a member. */
export function memberValue(json: Uint8Array, member: Member): unknown {
  return JSON.parse(decoder.decode(json.subarray(member.valueStart, member.valueEnd)));
}

/** A replacement of the bytes `from`…`to` (exclusive) by `put`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly put: Uint8Array;
}

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** Replaces a member's value. */
export function replaceValue(member: Member, value: unknown): Edit {
  return {
    from: member.valueStart,
    to: member.valueEnd,
    put: encoder.encode(JSON.stringify(value)),
  };
}

/** Cuts members out, each with exactly one comma. */
export function removeMembers(
  members: readonly Member[],
  shouldRemove: (member: Member) => boolean,
): Edit[] {
  const edits: Edit[] = [];
  let anyKept = false;
  members.forEach((member, i) => {
    if (!shouldRemove(member)) {
      anyKept = true;
      return;
    }
    const next = members[i + 1];
    edits.push(
      anyKept
        ? { from: members[i - 1]!.valueEnd, to: member.valueEnd, put: NOTHING }
        : { from: member.start, to: next ? next.start : member.valueEnd, put: NOTHING },
    );
  });
  return edits;
}

/** Adds a member behind the last one. The object must keep at least one other member. */
export function appendMember(json: Uint8Array, key: string, value: unknown): Edit {
  const brace = json.lastIndexOf(CLOSE_BRACE);
  const put = encoder.encode(`,${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return { from: brace, to: brace, put };
}

/** The bytes with all edits made; edits must not overlap. Without edits the same array returns. */
export function applyEdits(json: Uint8Array, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return json;
  const ordered = edits.length === 1 ? edits : [...edits].sort((a, b) => a.from - b.from);
  let size = json.length;
  for (const { from, to, put } of ordered) size += put.length - (to - from);
  const out = new Uint8Array(size);
  let read = 0, write = 0;
  for (const edit of ordered) {
    out.set(json.subarray(read, edit.from), write);
    write += edit.from - read;
    out.set(edit.put, write);
    write += edit.put.length;
    read = edit.to;
  }
  out.set(json.subarray(read), write);
  return out;
}

function skipSpace(json: Uint8Array, at: number): number {
  while (true) {
    const byte = json[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

/** From an opening quote to behind the closing one. */
function skipString(json: Uint8Array, at: number): number {
  let from = at + 1;
  // Most strings are short; calling the search costs more than looking at a few bytes.
  for (const near = Math.min(from + NEAR, json.length); from < near; from++) {
    const byte = json[from]!;
    if (byte === QUOTE) return from + 1;
    if (byte === BACKSLASH) from++;
  }
  while (true) {
    const quote = json.indexOf(QUOTE, from);
    if (quote < 0) return json.length;
    let slash = quote - 1;
    while (json[slash] === BACKSLASH && slash > at) slash--;
    if ((quote - 1 - slash) % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

function skipValue(json: Uint8Array, at: number): number {
  const first = json[at];
  if (first === QUOTE) return skipString(json, at);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return skipScalar(json, at);
  let depth = 0;
  while (at < json.length) {
    const byte = json[at];
    if (byte === QUOTE) {
      at = skipString(json, at);
      continue;
    }
    at++;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return at;
  }
  return at;
}

function skipScalar(json: Uint8Array, at: number): number {
  while (at < json.length) {
    const byte = json[at]!;
    if (byte === COMMA || byte === CLOSE_BRACE || byte <= 0x20) return at;
    at++;
  }
  return at;
}

function decodeKey(json: Uint8Array, start: number, end: number): string {
  // Names are nearly always short ASCII, for which a decoder call costs more than the work.
  let key = "";
  for (let i = start + 1; i < end - 1; i++) {
    const byte = json[i]!;
    if (byte === BACKSLASH || byte > 0x7e) {
      return String(JSON.parse(decoder.decode(json.subarray(start, end))));
    }
    key += String.fromCharCode(byte);
  }
  return key;
}
