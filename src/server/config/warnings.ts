import { english } from "../../base/english.ts";
import { strangeEmailDomain } from "./email-domain.ts";
import type { ParsedOptions } from "./schema.ts";
import { isLoopback } from "./values.ts";
import { wideProxies } from "./wide-proxies.ts";

type ParsedSource = ParsedOptions["sources"][number];

/** Warnings to log at every start: settings that are allowed but doubtful. */
export const warningsOf = (options: ParsedOptions): string[] => [
  ...options.sources.flatMap((source) => sourceWarnings.flatMap((warn) => warn(source))),
  ...portWarning(options),
  ...proxyWarning(options),
  ...wideProxies(options.trustedProxies),
  ...unaskedBesideAsked(options),
  ...options.applications.flatMap((application) => strangeEmailDomain(options.origin, application)),
];

type Warn = (source: ParsedSource) => string[];

const plain: Warn = ({ appid, mode }) =>
  mode === "plain"
    ? [english`the pushes of ${appid} are not encrypted: an attacker on the network can read, replay or forge them`]
    : [];

/** Warns of a quota that can be used up for good. */
const countedCodes: Warn = ({ appid, code }) =>
  code !== undefined && code.api !== "unlimited"
    ? [
        english`WeChat makes ${appid} 100,000 such codes ever, and each sign-in uses one up: prefer code.api "unlimited"`,
      ]
    : [];

/** Words that ask for a code take precedence over auto-replies. */
const shadowedKeywords: Warn = ({ appid, codeKeywords, replies }) => {
  const taken = new Set(codeKeywords.map(folded));
  return replies.keywords
    .flatMap(({ words }) => words)
    .filter((word) => taken.has(folded(word)))
    .map((word) => english`${appid} never answers ${word} as replies.keywords says, because codeKeywords has it too`);
};

const folded = (word: string): string => word.normalize("NFKC").trim().toLowerCase();

const sourceWarnings: readonly Warn[] = [plain, countedCodes, shadowedKeywords];

/** WeChat calls only ports 80 and 443. */
function portWarning({ origin, sources }: ParsedOptions): string[] {
  const { hostname, port } = new URL(origin);
  const isCalled = sources.some(
    ({ kind, token, origins }) => (kind !== "website" || token) && origins.api === undefined,
  );
  if (port === "" || isLoopback(hostname) || !isCalled) return [];
  return [english`WeChat calls ports 80 and 443 only, and origin has port ${port}: no push will come`];
}

/** An https origin needs a proxy that terminates TLS, and that proxy has to be trusted. */
const proxyWarning = ({ origin, trustedProxies }: ParsedOptions): string[] =>
  origin.startsWith("https:") && trustedProxies.length === 0
    ? [english`no trustedProxies are named: behind a proxy, all visitors share the limits of one address`]
    : [];

/** In the chat, people cannot tell the QR of one site from that of another. */
function unaskedBesideAsked({ applications, sources }: ParsedOptions): string[] {
  const used = applications.map((one) => ({ ...one, sources: one.sources ?? sources.map(({ appid }) => appid) }));
  return used.flatMap((unasked) => {
    if (unasked.confirm !== "never") return [];
    const asked = used.find(
      (one) => one.confirm !== "never" && one.sources.some((appid) => unasked.sources.includes(appid)),
    );
    if (!asked) return [];
    return [
      english`${unasked.id} has confirm: "never" and shares a WeChat account with ${asked.id}, which asks: a person tricked into scanning a stranger's QR of ${unasked.id} has signed the stranger in, without a question. Let ${unasked.id} ask too, or give it an account of its own`,
    ];
  });
}
