import { troubleOf } from "../../login/channels/wechat-trouble.ts";
import type { SourceConfig } from "../../server/config/config.ts";
import type { WechatApi } from "../../wechat/index.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, type FindingId, found } from "./findings.ts";

type Check = (context: DoctorContext, source: SourceConfig, api: WechatApi) => Promise<Finding[]>;

/** Checks what a source needs for sign-ins, each by the cheapest call that shows it. */
export const checkAbilities = async (
  context: DoctorContext,
  source: SourceConfig,
  api: WechatApi,
): Promise<Finding[]> => (await Promise.all(checksOf(source.kind).map((check) => check(context, source, api)))).flat();

function checksOf(kind: SourceConfig["kind"]): readonly Check[] {
  if (kind === "mini-program") return [code, link];
  return kind === "subscription" ? [menu] : [qr, menu];
}

/** Runs a check. If WeChat refuses, returns the finding `id`; other errors are thrown. */
async function refusedAs(id: FindingId, { appid }: SourceConfig, act: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await act();
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    return [found(id, { appid, ...trouble })];
  }
}

const low = 0.05;

/** Makes one QR of the day's 100,000, which expires in a minute. */
const qr: Check = (_context, source, api) =>
  refusedAs("qr.refused", source, async () => {
    await api.qrcode.create({ scene: "saoma-doctor", expireSeconds: 60 });
    const daily = (await api.quota.of("/cgi-bin/qrcode/create").catch(() => undefined))?.daily;
    const { appid } = source;
    if (!daily) return [found("qr.uncounted", { appid })];
    const { left, limit } = daily;
    return [found(left < limit * low ? "qr.low" : "qr.good", { appid, left, limit })];
  });

const menu: Check = (_context, source, api) =>
  refusedAs("menu.refused", source, async () => {
    const { appid } = source;
    const bar = await api.menu.get();
    return [bar ? found("menu.good", { appid, count: bar.buttons.length }) : found("menu.none", { appid })];
  });

/** The number of codes with a scene is unlimited. Of the others an account has 100,000 in all, so none is made here. */
const code: Check = (_context, source, api) =>
  refusedAs("code.refused", source, async () => {
    const { appid, code } = source;
    if (!code) return [];
    if (code.api !== "unlimited") return [found("code.limited", { appid })];
    await api.wxacode.unlimited({ scene: "saoma-doctor", page: code.page, envVersion: code.envVersion });
    return [found("code.good", { appid, page: code.page })];
  });

/** Makes one link of the day's 500,000, which expires in two minutes. */
const link: Check = ({ clock }, source, api) =>
  refusedAs("link.refused", source, async () => {
    const { appid, code } = source;
    const page = code?.page ?? "";
    await api.link.url({ path: page, ends: { at: Math.floor(clock.now() / 1000) + 120 } });
    return [found("link.good", { appid, page })];
  });
