/**
 * Takes in a caller's request body, within a limit.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { isFormType } from "../formats/multipart/form_parts.ts";
import { joined } from "./write_coalescer.ts";

const MIB = 1024 * 1024;

/**
 * The whole body. Throws `unsupported_media_type` for a declared type other than JSON (or, where the
 * endpoint takes them, a form with files), `body_too_large` as soon as the limit is passed,
 * `caller_gone` when the upload breaks off.
 */
export async function readBody(
  request: Request,
  limitBytes: number,
  takesForms = false,
): Promise<Uint8Array> {
  const type = request.headers.get("content-type");
  if (!takesForms || !isFormType(type)) requireJson(type, takesForms);
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > limitBytes) {
    throw tooLarge(limitBytes, `${declared} bytes`);
  }
  try {
    return declared === null ? await readUnsized(request, limitBytes) : await request.bytes();
  } catch (cause) {
    if (cause instanceof FlowError) throw cause;
    throw new FlowError("caller_gone", "The caller hung up while sending the request.", { cause });
  }
}

async function readUnsized(request: Request, limitBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > limitBytes) throw tooLarge(limitBytes, "more than that");
    parts.push(part);
  }
  return joined(parts, length);
}

function requireJson(contentType: string | null, takesForms: boolean): void {
  if (contentType === null || /^application\/([\w.+-]+\+)?json\b/i.test(contentType)) return;
  throw new FlowError(
    "unsupported_media_type",
    `The content-type '${contentType.slice(0, 100)}' is not JSON. ` +
      (takesForms
        ? "Send JSON, or a form with files as multipart/form-data."
        : "Send the header 'content-type: application/json'."),
  );
}

function tooLarge(limitBytes: number, actual: string): FlowError {
  return new FlowError(
    "body_too_large",
    `The request body may have at most ${limitBytes / MIB} MiB (server.body_limit_mb); ` +
      `this one has ${actual}.`,
    { headers: { connection: "close" } },
  );
}
