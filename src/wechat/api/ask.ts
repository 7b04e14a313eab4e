import * as z from "zod";
import type { Clock } from "../../base/clock.ts";
import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import { WechatError, WechatUnreachable } from "../error.ts";

/** What reaches WeChat: the network and the time. */
export interface Line {
  fetch: typeof fetch;
  clock: Clock;
}

/** One HTTP call. With a `body` it is a POST of JSON, else a GET. */
export interface Question<T> {
  /** Scheme and host, such as `https://api.weixin.qq.com`. */
  origin: string;
  /** The path; the one part of the address that errors name. */
  endpoint: string;
  query?: Record<string, string>;
  body?: unknown;
  answer: z.ZodType<T>;
}

const deadlineMs = 3000;
const maxAnswerBytes = 1 << 20;
const failure = z.object({ errcode: z.number(), errmsg: z.string().default("") });

/**
 * Asks WeChat once: an answer of the expected shape within 3 s, of at most 1 MiB, without a redirect.
 *
 * @throws {WechatError} when WeChat answers with an errcode.
 * @throws {WechatUnreachable} for everything else.
 */
export async function ask<T>({ fetch, clock }: Line, question: Question<T>): Promise<T> {
  const { endpoint } = question;
  const text = await withDeadline(clock, deadlineMs, (signal) => exchange(fetch, question, signal)).catch((error) => {
    throw unreachable(endpoint, error);
  });
  const json = parsed(text);
  const failed = failure.safeParse(json);
  if (failed.success && failed.data.errcode !== 0) {
    throw new WechatError(endpoint, failed.data.errcode, failed.data.errmsg);
  }
  const answer = question.answer.safeParse(json);
  if (!answer.success) throw new WechatUnreachable(endpoint, "answer", "not what this call answers");
  return answer.data;
}

async function exchange(fetch: Line["fetch"], question: Question<unknown>, signal: AbortSignal): Promise<string> {
  const { origin, endpoint, query, body } = question;
  const url = new URL(endpoint, origin);
  url.search = new URLSearchParams(query).toString();
  const json = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, { ...(body === undefined ? {} : json), redirect: "manual", signal });
  if (response.status === 200) return boundedText(endpoint, response);
  await response.body?.cancel();
  throw new WechatUnreachable(endpoint, "answer", `HTTP status ${response.status}`);
}

async function boundedText(endpoint: string, response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxAnswerBytes) throw new WechatUnreachable(endpoint, "answer", `more than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Undefined for what is not JSON. The parser's own error would quote the text, and with it perhaps a token. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(endpoint: string, error: unknown): WechatUnreachable {
  if (error instanceof WechatUnreachable) return error;
  if (error instanceof DeadlineExceeded) return new WechatUnreachable(endpoint, "timeout", error.message);
  return new WechatUnreachable(endpoint, "connection", codeOf(error));
}

/** Only the system's code: a failed fetch's message may hold the whole address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const known = z.object({ code: z.string().regex(/^[A-Z_]+$/) });
  for (const candidate of [cause, error]) {
    const { data } = known.safeParse(candidate);
    if (data) return data.code;
  }
  return "the connection failed";
}
