import * as z from "zod";
import { readAtMost } from "../../base/bounded-body.ts";
import type { Clock } from "../../base/clock.ts";
import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import { type UnreachableReason, type WechatError, WechatUnreachable } from "../error.ts";

/** The connection to WeChat: the network and the time. */
export interface Transport {
  fetch: typeof fetch;
  clock: Clock;
  /** Called after each call. */
  onCall?: ((call: WechatCall) => void) | undefined;
}

/** A finished call: its result and duration. */
export interface WechatCall {
  /** The path, as in `/cgi-bin/qrcode/create`. */
  endpoint: string;
  /** 0, WeChat's errcode, or why there was no usable response. */
  result: number | UnreachableReason;
  /** How long it took, in milliseconds. */
  ms: number;
  /** WeChat's request id, if it answered with an error. */
  rid?: string;
  /** Why it failed. */
  error?: WechatError | WechatUnreachable;
}

/** One HTTP call. With a `body` it is a POST of JSON, else a GET. */
export interface ApiRequest {
  /** Scheme and host, such as `https://api.weixin.qq.com`. */
  origin: string;
  /** The path. Errors name no other part of the address. */
  endpoint: string;
  query?: Readonly<Record<string, string>> | undefined;
  body?: unknown;
}

/** A response with HTTP status 200. */
export interface ApiResponse {
  bytes: Buffer;
  headers: Headers;
}

const deadlineMs = 3000;
const maxAnswerBytes = 1 << 20;

/**
 * Makes one request. The response must come within 3 s, have at most 1 MiB and be no redirect.
 *
 * @throws {WechatUnreachable} if there is no such response.
 */
export async function exchange({ fetch, clock }: Transport, request: ApiRequest): Promise<ApiResponse> {
  try {
    return await withDeadline(clock, deadlineMs, (signal) => send(fetch, request, signal));
  } catch (error) {
    throw unreachable(request.endpoint, error);
  }
}

async function send(fetch: Transport["fetch"], request: ApiRequest, signal: AbortSignal): Promise<ApiResponse> {
  const { origin, endpoint, query, body } = request;
  const url = new URL(endpoint, origin);
  url.search = new URLSearchParams(query).toString();
  const json = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, { ...(body === undefined ? {} : json), redirect: "manual", signal });
  if (response.status === 200) return { bytes: await boundedBytes(endpoint, response), headers: response.headers };
  await response.body?.cancel();
  throw new WechatUnreachable(endpoint, "answer", `HTTP status ${response.status}`);
}

async function boundedBytes(endpoint: string, response: Response): Promise<Buffer> {
  const bytes = await readAtMost(response.body, maxAnswerBytes);
  if (bytes === undefined) throw new WechatUnreachable(endpoint, "answer", `more than ${maxAnswerBytes} bytes`);
  return bytes;
}

function unreachable(endpoint: string, error: unknown): WechatUnreachable {
  if (error instanceof WechatUnreachable) return error;
  if (error instanceof DeadlineExceeded) return new WechatUnreachable(endpoint, "timeout", error.message);
  return new WechatUnreachable(endpoint, "connection", codeOf(error));
}

/** Only the system's error code: the message of a failed fetch may contain the whole address, with secrets. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const known = z.object({ code: z.string().regex(/^[A-Z_]+$/) });
  for (const candidate of [cause, error]) {
    const { data } = known.safeParse(candidate);
    if (data) return data.code;
  }
  return "the connection failed";
}
