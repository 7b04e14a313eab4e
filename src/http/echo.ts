import { verifyEcho } from "../wechat/index.ts";
import type { HttpDeps, PushSource } from "./context.ts";
import { bindPlainNonce } from "./plain-nonce.ts";
import type { PushTarget } from "./push-target.ts";

/** Why the console's check of a server URL was refused, by what would have to be otherwise. */
type Cause = "unknown_appid" | "no_token" | "address" | "incomplete" | "signature" | "nonce";

/** The reason in words, for an operator whose console only says that it failed. */
const words: Readonly<Record<Cause, string>> = {
  unknown_appid: "no source of the configuration has the appid of this address",
  no_token: "this source has no token, and so no server URL",
  address: "it came from an address that is not in the source's ipList",
  incomplete:
    "signature, timestamp, nonce or echostr is missing, as where a person opens the address or a proxy cuts the query",
  signature: "the signature does not hold: the Token in WeChat's console is another one than the source's token",
  nonce: "in plain mode this nonce has signed another request before: a request may have been copied",
};

/** A check of a server URL, as it came in. */
export interface EchoCheck extends PushTarget {
  address(): string | undefined;
  readonly requestId: string;
}

/** What the check is answered; undefined where it is refused, which the log says the cause of. */
export async function answerEcho(deps: HttpDeps, check: EchoCheck): Promise<string | undefined> {
  const handler = deps.pushes.get(check.appid);
  const answer = handler && isAllowed(handler, check) ? verifyEcho(handler.keys, check.query) : undefined;
  const isSigned = handler !== undefined && answer !== undefined;
  if (isSigned && (await bindPlainNonce(deps, handler.keys, check.query, "echo", answer))) return answer;
  const cause = isSigned ? "nonce" : causeOf(deps, handler, check);
  if (handler && cause !== "address") deps.tally.refuse(handler.keys.appid, "echo", deps.now());
  const about = { appid: spoken(check.appid), cause, requestId: check.requestId };
  deps.log.warn(about, `a check of the server URL was refused: ${words[cause]}`);
  return undefined;
}

const isAllowed = ({ allows }: PushSource, { address }: EchoCheck): boolean => allows?.(address()) ?? true;

function causeOf({ login }: HttpDeps, handler: PushSource | undefined, check: EchoCheck): Cause {
  if (!handler) return login.sources.has(check.appid) ? "no_token" : "unknown_appid";
  if (!isAllowed(handler, check)) return "address";
  const { signature, timestamp, nonce, echostr } = check.query;
  return [signature, timestamp, nonce, echostr].includes(undefined) ? "incomplete" : "signature";
}

/** Any address may be requested by anyone. */
const spoken = (appid: string): string => (/^[\w-]{1,32}$/.test(appid) ? appid : "[not an appid]");
