// Draws one entry of the log: a call or a push, with its signature step by step.
import { h } from "./dom.ts";
import { logWords } from "./log-words.ts";

export interface Check {
  what: string;
  method: "sha1" | "hmac_sha256";
  parts: { name: string; value: string }[];
  joined: string;
  expected: string;
  got?: string;
  note?: string;
}

interface Delivery {
  url: string;
  body: string;
  bodyPlain?: string;
  ms: number;
  status?: number;
  answer?: string;
  answerPlain?: string;
  failure?: string;
  checks?: Check[];
}

interface Call {
  kind: "call";
  method: string;
  path: string;
  ip: string;
  status: number;
  errcode?: number;
  errmsg?: string;
  query?: string;
  body?: string;
  answer?: string;
  check?: Check;
}

interface Push {
  kind: "push";
  what: string;
  appid: string;
  person: string;
  outcome: string;
  reason?: string;
  deliveries: Delivery[];
}

interface Verify {
  kind: "verify";
  appid: string;
  url: string;
  outcome: "accepted" | "refused";
  reason?: string;
  check: Check;
}

interface Note {
  kind: "note";
  text: string;
}

export type Entry = { at: string } & (Call | Push | Verify | Note);

export function isBad(entry: Entry): boolean {
  if (entry.kind === "call") return (entry.errcode ?? 0) !== 0 || entry.status >= 400;
  if (entry.kind === "note") return true;
  return entry.outcome === "failed" || entry.outcome === "refused";
}

/** An entry: a line, and below it the whole request and response. */
export function entryView(entry: Entry): HTMLElement {
  const { way, what, end, why, inside } = told(entry);
  const line = h(
    "summary",
    {},
    h("time", { datetime: entry.at }, entry.at.slice(11, 23)),
    h("b", {}, h("span", { class: "way" }, way), what),
    h("span", { class: isBad(entry) ? "end bad" : "end" }, end),
    why !== undefined && h("span", { class: "why" }, why),
  );
  const details = h("details", {}, line);
  // The details are built when they are opened, because drawing a thousand entries with bodies is slow.
  details.addEventListener("toggle", () => {
    if (details.children.length === 1) details.append(h("div", { class: "inside" }, ...inside()));
  });
  return details;
}

interface Told {
  way: string;
  what: string;
  end: string;
  why?: string | undefined;
  inside: () => HTMLElement[];
}

function told(entry: Entry): Told {
  if (entry.kind === "call") return toldCall(entry);
  if (entry.kind === "push") return toldPush(entry);
  if (entry.kind === "note") return { way: "·", what: entry.text, end: logWords.note, inside: () => [] };
  const { url, outcome, reason, check } = entry;
  return {
    way: logWords.verify,
    what: url,
    end: logWords.outcomes[outcome] ?? outcome,
    why: reason,
    inside: () => [checkView(check)],
  };
}

function toldCall({ method, path, ip, status, errcode, errmsg, query, body, answer, check }: Call): Told {
  const inside = () => [
    block(logWords.from, ip),
    ...(query ? [block(logWords.query, query.replaceAll("&", "\n"))] : []),
    ...(body ? [block(logWords.body, body)] : []),
    ...(answer ? [block(logWords.answer, answer)] : []),
    ...(check ? [checkView(check)] : []),
  ];
  const isRefused = errcode !== undefined && errcode !== 0;
  return {
    way: method,
    what: path,
    end: isRefused ? String(errcode) : String(status),
    why: isRefused ? errmsg : undefined,
    inside,
  };
}

function toldPush({ what, person, outcome, reason, deliveries }: Push): Told {
  const inside = () => deliveries.flatMap((delivery, index) => deliveryView(delivery, index + 1));
  const times = deliveries.length > 1 ? ` ×${deliveries.length}` : "";
  return {
    way: logWords.push,
    what: `${what} · ${person}`,
    end: `${logWords.outcomes[outcome] ?? outcome}${times}`,
    why: reason,
    inside,
  };
}

function deliveryView(
  { url, body, bodyPlain, ms, status, answer, answerPlain, failure, checks = [] }: Delivery,
  number: number,
): HTMLElement[] {
  const came = failure ?? `HTTP ${status}`;
  return [
    block(`${logWords.delivery(number)} → ${came} (${ms} ms)`, url),
    block(logWords.body, body),
    ...(bodyPlain === undefined ? [] : [block(logWords.bodyPlain, bodyPlain)]),
    ...(answer === undefined ? [] : [block(logWords.answer, orEmpty(answer))]),
    ...(answerPlain === undefined ? [] : [block(logWords.answerPlain, orEmpty(answerPlain))]),
    ...checks.map(checkView),
  ];
}

const orEmpty = (text: string): string => (text === "" ? logWords.empty : text);

const block = (title: string, text: string): HTMLElement =>
  h("section", {}, h("h2", {}, title), h("pre", { tabindex: "0" }, text));

/** A signature step by step: its inputs, the joined text, the result, and what the other side sent. */
function checkView({ what, method, parts, joined, expected, got, note }: Check): HTMLElement {
  const rows = parts.map(({ name, value }) => h("div", { class: "part" }, h("span", {}, name), h("code", {}, value)));
  const isSame = got === expected;
  const steps = method === "sha1" ? logWords.sha1 : logWords.hmac;
  return h(
    "section",
    { class: "check" },
    h("h2", {}, what, " ", h("small", {}, method)),
    h(
      "ol",
      {},
      h("li", {}, steps.parts, ...rows),
      h("li", {}, steps.joined, h("div", {}, h("code", {}, joined === "" ? logWords.empty : joined))),
      h("li", {}, steps.result, h("div", {}, h("code", {}, expected))),
      got !== undefined &&
        h(
          "li",
          { class: isSame ? "same" : "other" },
          isSame ? logWords.same : logWords.other,
          h("div", {}, h("code", {}, got)),
        ),
      note !== undefined && h("li", { class: "other" }, note),
    ),
  );
}
