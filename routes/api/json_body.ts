/**
 * Bodies of the admin API: small JSON objects.
 *
 * @module
 */
import { FlowError } from "../../lib/domain/errors.ts";
import { isObject, type JsonObject } from "../../lib/formats/json/guards.ts";

const DEFAULT_MAX_BYTES = 64 * 1024;

/**
 * The body as an object. Throws `unsupported_media_type` unless the request says that it is JSON (a
 * page's form cannot say so), `body_too_large` above `maxBytes` (64 KiB), `invalid_json`, and `invalid_request`
 * for JSON that is no object.
 *
 * @param isOptional whether no body at all counts as an empty object
 */
export async function readJsonObject(
  request: Request,
  maxBytes = DEFAULT_MAX_BYTES,
  isOptional = false,
): Promise<JsonObject> {
  // Some clients name a content type although they send nothing, others name none.
  const early = isOptional ? await readText(request, maxBytes) : null;
  if (early === "") return {};
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType)) {
    throw new FlowError(
      "unsupported_media_type",
      "The body must be JSON. Send it with the header 'content-type: application/json'.",
    );
  }
  const value = parse(early ?? await readText(request, maxBytes));
  if (isObject(value)) return value;
  throw new FlowError("invalid_request", "The body must be a JSON object.");
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  try {
    return await readLimited(request.body, maxBytes);
  } catch (cause) {
    if (cause instanceof FlowError) throw cause;
    throw new FlowError("caller_gone", "The caller hung up while sending the request.", { cause });
  }
}

async function readLimited(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > maxBytes) {
      throw new FlowError("body_too_large", `The body may have at most ${maxBytes / 1024} KiB.`, {
        headers: { connection: "close" },
      });
    }
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would repeat a piece of the body, which may be a password.
    throw new FlowError("invalid_json", "The body is not valid JSON.");
  }
}
