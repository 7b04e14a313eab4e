import { WechatFailure } from "../api/errors.ts";

/** The errcodes for which `/sns` has a text of its own. */
const texts: Readonly<Record<number, string>> = {
  40001: "invalid credential, access_token is invalid or not latest",
  40003: "invalid openid",
  40029: "invalid code",
  40030: "invalid refresh_token",
  40163: "code been used",
  41003: "refresh_token missing",
  41008: "missing code",
  41009: "missing openid",
  42002: "refresh_token expired",
  42003: "code expired",
};

/** A refusal of `/sns/*`. Other errcodes have the same text as in all calls. */
export const snsFailure = (errcode: number): WechatFailure => new WechatFailure(errcode, texts[errcode]);
