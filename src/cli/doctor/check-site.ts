import type { Config } from "../../server/config/config.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";
import type { ExchangeAnswer, ExchangeFailure, HttpExchange } from "./http-exchange.ts";

/** Checks what browsers need from the origin: its paths, cookies, files, and access by pages of other origins. */
export async function checkSite({ config, exchange }: DoctorContext): Promise<Finding[]> {
  const { origin, applications, sources, mpVerify } = config;
  const api = `${origin}/v1/session?application=${applications[0]?.id ?? ""}`;
  const session = await exchange(api);
  if ("why" in session) return [found("origin.unreachable", { origin, why: session.why })];
  if (!isOurs(session)) return [pathFault(api, session)];
  const pages = pagesBeside(config);
  const files = Object.entries(mpVerify);
  const parts = await Promise.all([
    script(exchange, origin),
    sockets(exchange, origin),
    keys(exchange, origin),
    ...sources.filter(({ kind }) => kind === "mini-program").map(({ appid }) => miniProgram(exchange, origin, appid)),
    ...files.map(([name, line]) => domainFile(exchange, `${origin}/${name}`, line)),
    ...[...pages].map(([page, id]) => application(exchange, origin, page, id)),
  ]);
  return [cookies(origin), ...parts.flat()];
}

/** Whether Saoma has responded: only Saoma returns this error without a session. */
const isOurs = ({ status, body }: ExchangeAnswer): boolean => status === 401 && body.includes('"not_signed_in"');

function pathFault(url: string, { status, headers }: ExchangeAnswer): Finding {
  if (status < 300 || status >= 400) return found("proxy.paths", { url, status });
  return found("push.redirected", { url, location: String(headers.location ?? "nowhere") });
}

function cookies(origin: string): Finding {
  return origin.startsWith("https:") ? found("cookies.good", { host: new URL(origin).host }) : found("cookies.plain");
}

async function script(exchange: HttpExchange, origin: string): Promise<Finding[]> {
  const url = `${origin}/saoma-login.js`;
  const answer = await exchange(url);
  const isScript = !isFailed(answer) && String(answer.headers["content-type"]).includes("javascript");
  return isScript ? [] : [found("proxy.script", { url, status: statusOf(answer) })];
}

/** Opens a WebSocket for an attempt that does not exist; the service closes it again. */
async function sockets(exchange: HttpExchange, origin: string): Promise<Finding[]> {
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    origin,
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.alloc(16).toString("base64"),
  };
  const answer = await exchange(`${origin}/v1/attempts/none/socket`, { headers });
  if (!isFailed(answer) && answer.status === 101) return [];
  return [found("proxy.sockets", { status: told(answer) })];
}

/** Asks for a scene that does not exist; Saoma returns its own error code. */
async function miniProgram(exchange: HttpExchange, origin: string, appid: string): Promise<Finding[]> {
  const url = `${origin}/mini-program/${appid}/attempts/doctor`;
  const answer = await exchange(url);
  if (!isFailed(answer) && answer.body.includes('"session_needed"')) return [];
  return [found("proxy.mini-program", { url, status: told(answer) })];
}

async function keys(exchange: HttpExchange, origin: string): Promise<Finding[]> {
  const url = `${origin}/.well-known/jwks.json`;
  const answer = await exchange(url);
  if (!isFailed(answer) && answer.status === 200 && answer.body.startsWith('{"keys":[')) return [];
  return [found("proxy.keys", { url, status: told(answer) })];
}

async function domainFile(exchange: HttpExchange, url: string, line: string): Promise<Finding[]> {
  const answer = await exchange(url);
  return !isFailed(answer) && answer.body.trim() === line ? [] : [found("proxy.domain-file", { url })];
}

/** The origins of pages that are not the service's own, each with one of its applications. */
const pagesBeside = ({ origin, applications }: Config): ReadonlyMap<string, string> =>
  new Map(
    applications.flatMap(({ id, origins }) => origins.filter((page) => page !== origin).map((page) => [page, id])),
  );

/**
 * Checks a page of an application. If its own origin leads to Saoma, it needs no CORS; otherwise its requests are
 * cross-origin.
 */
async function application(exchange: HttpExchange, origin: string, page: string, id: string): Promise<Finding[]> {
  const own = await exchange(`${page}/v1/session?application=${id}`);
  if (!isFailed(own) && isOurs(own)) return [found("application.own", { page })];
  const headers = {
    origin: page,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
  };
  const answer = await exchange(`${origin}/v1/attempts`, { method: "OPTIONS", headers });
  const allowed = isFailed(answer) ? undefined : answer.headers["access-control-allow-origin"];
  if (allowed !== page) return [found("application.cors", { page, origin })];
  return [found(siteOf(page) === siteOf(origin) ? "application.good" : "application.cross-site", { page, origin })];
}
const isFailed = (answer: ExchangeAnswer | ExchangeFailure): answer is ExchangeFailure => "why" in answer;
const told = (answer: ExchangeAnswer | ExchangeFailure): string =>
  isFailed(answer) ? answer.why : `HTTP ${answer.status}`;
const statusOf = (answer: ExchangeAnswer | ExchangeFailure): string =>
  isFailed(answer) ? answer.why : String(answer.status);

/** Common public suffixes with two levels. This is a heuristic; the whole Public Suffix List would be too long. */
const soldBelow = /\.(?:com|net|org|gov|edu|ac|co)\.[a-z]{2}$/;

/** The site of an origin (scheme and registrable domain), within which browsers send cookies. */
function siteOf(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  if (/^[\d.]+$|:/.test(hostname)) return `${protocol}//${hostname}`;
  const labels = hostname.split(".");
  return `${protocol}//${labels.slice(soldBelow.test(hostname) ? -3 : -2).join(".")}`;
}
