import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { english } from "../../base/english.ts";

/** The response. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly ms: number;
}

/** Why there was no response, in a few words. */
export interface ExchangeFailure {
  readonly why: string;
}

export interface ExchangeRequest {
  readonly method?: "GET" | "POST" | "OPTIONS";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request as WeChat would make it. */
export type HttpExchange = (url: string, request?: ExchangeRequest) => Promise<ExchangeAnswer | ExchangeFailure>;

const maxBytes = 65_536;

/**
 * Makes requests as WeChat would: within `timeoutMs` milliseconds, without following redirects, and with only the given
 * headers. Certificates are not verified, because another check does that and the other checks should still run.
 */
export const createHttpExchange =
  (timeoutMs: number): HttpExchange =>
  (url, { method = "GET", headers = {}, body } = {}) => {
    const began = performance.now();
    const send = url.startsWith("https:") ? requestHttps : requestHttp;
    return new Promise((resolve) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const own = { "user-agent": "Mozilla/4.0", accept: "*/*", ...length(body), ...headers };
      const late = english`no answer within ${timeoutMs / 1000} s`;
      const fail = (error: unknown) => resolve({ why: signal.aborted ? late : reasonOf(error) });
      const asked = send(url, { method, headers: own, signal, agent: false, rejectUnauthorized: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text = (text + part).slice(0, maxBytes);
        });
        response.on("error", fail);
        response.on("end", () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, body: text, ms: Math.round(performance.now() - began) });
        });
      });
      asked.on("upgrade", ({ headers }, socket) => {
        socket.destroy();
        resolve({ status: 101, headers, body: "", ms: Math.round(performance.now() - began) });
      });
      asked.on("error", fail);
      asked.end(body);
    });
  };

const length = (body: string | undefined): Readonly<Record<string, string>> =>
  body === undefined ? {} : { "content-type": "text/xml", "content-length": String(Buffer.byteLength(body)) };

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: english`its name is not in DNS`,
  EAI_AGAIN: english`its name could not be looked up`,
  ECONNREFUSED: english`nothing listens there`,
  ECONNRESET: english`the connection was cut`,
  EHOSTUNREACH: english`there is no way to it`,
  ENETUNREACH: english`there is no way to it`,
  EPROTO: english`what answers does not speak TLS`,
};

/** A host with several addresses has an error for each. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = typeof first === "object" && first !== null && "code" in first ? String(first.code) : "";
  return reasons[code] ?? (code || String(first instanceof Error ? first.message : first));
}
