/**
 * Reads a form with files (`multipart/form-data`, RFC 7578) as bytes, so that everything that is not
 * changed stays as the sender wrote it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { FlowError } from "../../domain/errors.ts";

/** One field of a form. */
export interface FormPart {
  readonly name: string;
  /** Null for a field that is no file. */
  readonly filename: string | null;
  readonly contentType: string | null;
  /** Where its content stands, bytes; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

const CRLF = Buffer.from("\r\n");
const HEADERS_END = Buffer.from("\r\n\r\n");
const DASH = 0x2d;

/** Whether a content type says that the body is a form with files. */
export function isFormType(contentType: string | null): contentType is string {
  return contentType !== null && /^multipart\/form-data\b/i.test(contentType);
}

/**
 * The fields in the order in which they stand.
 *
 * @throws FlowError `invalid_request` for a body that is no such form or is cut off
 */
export function formParts(body: Uint8Array, contentType: string): FormPart[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundaryOf(contentType)}`);
  const parts: FormPart[] = [];
  // The first delimiter may stand at the very beginning, without the line end before it.
  const first = delimiter.subarray(2);
  let at = bytes.subarray(0, first.length).equals(first) ? -2 : bytes.indexOf(delimiter);
  if (at === -1) throw unreadable("its boundary does not stand in the body");
  for (;;) {
    const behind = at + delimiter.length;
    if (bytes[behind] === DASH && bytes[behind + 1] === DASH) return parts;
    const headersStart = bytes.indexOf(CRLF, behind);
    // An empty list of headers is the line end itself.
    const headersEnd = headersStart < 0 ? -1 : bytes.indexOf(HEADERS_END, headersStart);
    const next = headersEnd < 0 ? -1 : bytes.indexOf(delimiter, headersEnd + 2);
    if (next < 0) throw unreadable("it is cut off");
    const head = bytes.subarray(headersStart, headersEnd).toString("utf8");
    parts.push({ ...readHead(head), start: headersEnd + HEADERS_END.length, end: next });
    at = next;
  }
}

function boundaryOf(contentType: string): string {
  const found = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) throw unreadable("its content-type names no boundary");
  return boundary;
}

function readHead(head: string): Pick<FormPart, "name" | "filename" | "contentType"> {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
  return {
    name: parameter(disposition, "name") ?? "",
    filename: parameter(disposition, "filename"),
    contentType: /^content-type:\s*(\S.*?)\s*$/im.exec(head)?.[1] ?? null,
  };
}

function parameter(disposition: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, "i")
    .exec(disposition);
  return found?.[1] ?? found?.[2] ?? null;
}

function unreadable(why: string): FlowError {
  return new FlowError(
    "invalid_request",
    `Cannot read the form in the request body: ${why}. Send multipart/form-data as RFC 7578 says, ` +
      "with the boundary in the header content-type.",
  );
}
