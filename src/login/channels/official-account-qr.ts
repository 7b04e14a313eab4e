import { SaomaError } from "../../domain/errors.ts";
import { WechatError } from "../../wechat/index.ts";
import type { ChannelRules } from "./channel.ts";

/** A QR of a 服务号 or test account, scanned (and followed); a 公众号 is answered 48001. */
export const officialAccountQr: ChannelRules = {
  suits: ({ kind, name }) =>
    kind === "service" || kind === "test" ? `${name} can make QR codes that sign people in` : undefined,

  /** The scene is stored after WeChat has made the QR. A crash in between leaves a QR that was never shown. */
  async open({ log }, { source, scene, lifetime }) {
    try {
      const { content } = await source.api.qrcode.create({ scene, expireSeconds: Math.ceil(lifetime / 1000) });
      return { content };
    } catch (error) {
      const errcode = error instanceof WechatError ? error.errcode : undefined;
      log.error({ err: error, appid: source.appid, errcode }, "WeChat gave no QR");
      throw new SaomaError("channel_unavailable", { cause: error });
    }
  },
};
