// The channel by which a person sends a code in the chat of an official account.
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import {
  deriveSentCode,
  guessingSpan,
  hashSentCode,
  leastSentCodeLength,
  manyLiveCodes,
  type SentCodeSeed,
  sentCodeLength,
} from "../../domain/sent-code.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { save } from "../transition/apply.ts";
import type { ChannelRules } from "./channel.ts";

/** The key for counting all wrong codes that are sent to a source. */
export const guessedAt = ({ appid }: Pick<Source, "appid">): string => `codes:${appid}`;

/** The page shows a code, and the person sends it in the chat. Works with any account that receives messages. */
export const officialAccountCode: ChannelRules = {
  suits: ({ kind, name }) =>
    kind === "website" || kind === "mini-program" ? undefined : `a code sent to ${name} as a message signs in`,
  open: async ({ failureLimiter }, { source }) => ({
    content: "",
    codeLength: leastSentCodeLength(await failureLimiter.counted(guessedAt(source), guessingSpan)),
  }),
  insert,
  code: (setup, { name, qr }, { id, codeDraw = 0, codeLength: length = 0 }, claim) => ({
    text: deriveSentCode(setup.key, claim, { attemptId: id, draw: codeDraw, length }),
    sendTo: { name, ...(qr === undefined ? {} : { qr }) },
  }),
};

/** The application that people sign in to by codes to this source; undefined if there is none. */
export const applicationForCodes = (
  { applications }: Pick<LoginContext, "applications">,
  source: Source,
): Application | undefined =>
  officialAccountCode.suits(source) === undefined
    ? undefined
    : [...applications.values()].find(
        ({ sources, channels }) =>
          sources.includes(source.appid) && (channels?.includes("official-account-code") ?? true),
      );

/** Most draws find a free code at once: even of the longest codes, at most one in 10,000 is taken. */
const draws = 50;

async function insert(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  claim: string,
): Promise<Attempt | undefined> {
  const live = await stores.attempts.liveCodes(attempt.appid, stores.now, manyLiveCodes);
  const length = sentCodeLength(live, attempt.codeLength);
  for (let draw = 1; draw <= draws; draw++) {
    const coded = withCode(setup, attempt, claim, { attemptId: attempt.id, draw, length });
    if ((await isFree(stores, coded)) && (await stores.attempts.insert(coded))) return coded;
  }
  throw new SaomaError("channel_unavailable", { detail: `no free code of ${length} digits in ${draws} draws` });
}

function withCode(
  { key }: LoginContext,
  attempt: Attempt,
  claim: string,
  seed: SentCodeSeed,
): Attempt & { codeHash: string } {
  const codeHash = hashSentCode(key, attempt.appid, deriveSentCode(key, claim, seed));
  return { ...attempt, codeHash, codeDraw: seed.draw, codeLength: seed.length };
}

/** How long an expired code is not drawn again, in milliseconds: its user may still send it. */
const restsFor = 10 * 60_000;

async function isFree(stores: Stores, { appid, codeHash }: Attempt & { codeHash: string }): Promise<boolean> {
  const holder = await stores.attempts.byCode(appid, codeHash);
  if (!holder) return true;
  const { attempt, outcome } = advance(holder, { type: "tick" }, stores.now);
  if (outcome === "moved") await save(stores, holder, attempt);
  return stores.now >= attempt.expiresAt + restsFor;
}
