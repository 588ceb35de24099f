/**
 * Downloads of many lines, made while they are read.
 *
 * @module
 */

/** Lines are sent together up to about this many characters. */
const CHUNK_LENGTH = 32 * 1024;

/** A body of lines, each closed by a newline; the source ends when the reader leaves. */
export function lineStream(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks(lines)).pipeThrough(new TextEncoderStream());
}

async function* chunks(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  let chunk = "";
  for await (const line of lines) {
    chunk += line + "\n";
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
