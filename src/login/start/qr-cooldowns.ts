import type { Channel } from "../../domain/attempt.ts";
import { WechatError } from "../../wechat/index.ts";
import { troubleOf } from "../channels/wechat-trouble.ts";
import type { LoginContext, Source } from "../context.ts";
import { createCooldown } from "../transition/cooldown.ts";

/** The sources that are not asked for QRs at the moment, because WeChat refused. */
export interface QrCooldowns {
  isCoolingDown(channel: Channel, source: Source): boolean;
  /** Whether the refusal may be over soon: if there is no other channel, WeChat is called again. */
  mayAnswer(source: Source): boolean;
  /** Whether the error is WeChat's refusal to make a QR. If so, pauses the source's QRs and warns the operator. */
  note(chosen: { readonly channel: Channel; readonly source: Source }, failure: unknown): boolean;
}

/** Refusals that concern every user for a while, by channel and errcode. */
const refusals: Partial<Record<Channel, Readonly<Record<number, string>>>> = {
  "official-account-qr": {
    48001: "the account may not make such QRs: it is no verified 服务号.",
    45009: "today's quota of QRs is used up.",
  },
  "mini-program": {
    41030: "its sign-in page is not published.",
    45009: "today's quota of codes is used up.",
    45029: "all its codes are used up.",
  },
};

/** WeChat is busy, the minute's limit is reached, or other software of the account replaced the token. */
const hiccups: ReadonlySet<number> = new Set([-1, 40001, 40014, 42001, 44990, 45011]);

/** In milliseconds. In this period at most one user waits for a call that times out. */
const hiccupMs = 30_000;

export function createQrCooldowns({ clock, log }: Pick<LoginContext, "clock" | "log">): QrCooldowns {
  const refused = createCooldown({ clock });
  const troubled = createCooldown({ clock });
  const isResting = ({ appid }: Source): boolean => refused.isCoolingDown(appid) || troubled.isCoolingDown(appid);

  return {
    isCoolingDown: (channel, source) => refusals[channel] !== undefined && isResting(source),
    mayAnswer: ({ appid }) => !refused.isCoolingDown(appid),
    note({ channel, source }, failure) {
      const verdict = verdictOn(channel, failure);
      if (verdict === undefined) return false;
      const { appid, name } = source;
      const isNews = !isResting(source);
      const { errcode, why, isRefusal, ms } = verdict;
      (isRefusal ? refused : troubled).begin(appid, ms);
      const until = ms === hiccupMs ? "half a minute" : "ten minutes";
      if (isNews)
        log.warn({ appid, errcode }, `WeChat gives ${name} no QR: ${why} For ${until} visitors get other ways`);
      return true;
    },
  };
}

interface Verdict {
  readonly errcode: number | undefined;
  /** The reason and its remedy. */
  readonly why: string;
  readonly isRefusal: boolean;
  /** The pause, if it differs from the default. */
  readonly ms: number | undefined;
}

/** What a failure means for the source; undefined if WeChat is not the cause. */
function verdictOn(channel: Channel, failure: unknown): Verdict | undefined {
  const cause = failure instanceof Error ? failure.cause : undefined;
  const trouble = troubleOf(cause);
  const known = refusals[channel];
  if (trouble === undefined || known === undefined) return undefined;
  const errcode = cause instanceof WechatError ? cause.errcode : undefined;
  const refusal = known[errcode ?? 0];
  const isHiccup = errcode === undefined || hiccups.has(errcode);
  return {
    errcode,
    why: refusal ?? `${trouble.message} ${trouble.remedy}`,
    isRefusal: refusal !== undefined,
    ms: isHiccup ? hiccupMs : undefined,
  };
}
