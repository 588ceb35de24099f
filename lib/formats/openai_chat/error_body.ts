/**
 * Our own errors in OpenAI's shape (OpenAI API reference, "Error codes").
 *
 * @module
 */
import type { FlowError } from "../../domain/errors.ts";

/** `{"error":{message,type,param,code}}` */
export function errorBody(error: FlowError): string {
  return JSON.stringify({
    error: {
      message: error.message,
      type: error.type,
      param: error.param ?? null,
      code: error.code,
    },
  });
}

/**
 * An error inside a stream whose status has already gone out. It begins with a blank line, so that
 * half an event before it cannot swallow it, and no `[DONE]` follows: the stream did not end well.
 */
export function errorEvent(error: FlowError): string {
  return `\n\ndata: ${errorBody(error)}\n\n`;
}
