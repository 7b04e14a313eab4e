import * as z from "zod";
import { WechatError, WechatUnreachable } from "../error.ts";
import { type ApiRequest, exchange, type Transport, type WechatCall } from "./exchange.ts";
import { parseJson } from "./json.ts";
import { text } from "./loose.ts";

/** One call with the schema of its response. Whole numbers beyond 2^53 reach `answer` as strings of digits. */
export interface TypedRequest<T> extends ApiRequest {
  answer: z.ZodType<T>;
}

/** A picture that WeChat made. */
export interface Picture {
  /** The bytes of the picture. */
  bytes: Uint8Array;
  /** Its media type. */
  contentType: "image/jpeg" | "image/png";
  /** How many of the account's codes are used up (the header `Num-Used`); only where their number is limited. */
  used?: number;
}

/** WeChat's errcode; some of its gateways write it as text. */
const errcode = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,10}$/)
    .transform(Number),
]);

/** The schema of calls that return nothing but their success. */
export const done: z.ZodType<void> = z.object({ errcode: errcode.pipe(z.literal(0)) }).transform(() => {});

/** An integer of any size as its digits. */
export const digits = z.union([z.int(), z.string().regex(/^\d{1,20}$/)]).transform(String);

const failure = z.object({ errcode, errmsg: text });
const jsonStart = "{".charCodeAt(0);

/**
 * Calls WeChat once. The response must come within 3 s, have at most 1 MiB and the expected shape, and be no redirect.
 * @throws {WechatError} when WeChat returns an errcode.
 * @throws {WechatUnreachable} for everything else.
 */
export const call = <T>(transport: Transport, request: TypedRequest<T>): Promise<T> =>
  observed(transport, request, async () => {
    const { bytes } = await exchange(transport, request);
    return readAnswer(request, bytes);
  });

/**
 * Calls WeChat for a picture, as {@link call} does. The content type tells whether it is one, not the status: a failure
 * is JSON.
 */
export const callForPicture = (transport: Transport, request: ApiRequest): Promise<Picture> =>
  observed(transport, request, async () => {
    const { bytes, headers } = await exchange(transport, request);
    if (bytes[0] === jsonStart) return readAnswer({ ...request, answer: z.never() }, bytes);
    const contentType = pictureType(bytes);
    if (contentType === undefined) throw unexpectedAnswer(request);
    const used = Number(headers.get("num-used") ?? Number.NaN);
    return { bytes, contentType, ...(Number.isSafeInteger(used) ? { used } : {}) };
  });

/** Reports the result of a call to the transport. */
async function observed<T>({ clock, onCall }: Transport, { endpoint }: ApiRequest, call: () => Promise<T>): Promise<T> {
  const begun = clock.now();
  let failed: Pick<WechatCall, "result" | "rid" | "error"> = { result: 0 };
  try {
    return await call();
  } catch (error) {
    failed = failureOf(error);
    throw error;
  } finally {
    onCall?.({ endpoint, ms: clock.now() - begun, ...failed });
  }
}

function failureOf(error: unknown): Pick<WechatCall, "result" | "rid" | "error"> {
  if (error instanceof WechatUnreachable) return { result: error.reason, error };
  if (!(error instanceof WechatError)) return { result: "answer" };
  return { result: error.errcode, error, ...(error.rid === undefined ? {} : { rid: error.rid }) };
}

function readAnswer<T>(request: TypedRequest<T>, bytes: Buffer): T {
  const json = parseJson(bytes.toString());
  const failed = failure.safeParse(json);
  if (failed.success && failed.data.errcode !== 0) {
    throw new WechatError(request.endpoint, failed.data.errcode, failed.data.errmsg);
  }
  const answer = request.answer.safeParse(json);
  if (!answer.success) throw unexpectedAnswer(request);
  return answer.data;
}

const unexpectedAnswer = ({ endpoint }: ApiRequest): WechatUnreachable =>
  new WechatUnreachable(endpoint, "answer", "the response has not the expected shape");

function pictureType(bytes: Buffer): Picture["contentType"] | undefined {
  if (bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8]))) return "image/jpeg";
  return bytes.subarray(0, 4).toString("latin1") === "\x89PNG" ? "image/png" : undefined;
}
