import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import { Secret } from "../../base/secret.ts";
import { WechatError } from "../error.ts";
import type { Account } from "./account.ts";
import { done } from "./call.ts";
import { idIfAny, numberIfAny } from "./loose.ts";
import { type PhoneNumber, phoneInfo } from "./phone-number.ts";

/** The result of {@link MiniProgramApi.login}. */
export interface MiniProgramLogin {
  /** The person's openid. */
  openId: string;
  /** The person's unionid; only of mini-programs bound to an Open Platform account. */
  unionId?: string;
  /** Decrypts the person's encrypted data. It must never leave the server. */
  sessionKey: Secret;
}

/** People of a mini-program. */
export interface MiniProgramApi {
  /**
   * Exchanges the code of `wx.login`, once and within 5 minutes (40029, 40163; 40226 for risky people).
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
   */
  login(code: string): Promise<MiniProgramLogin>;
  /**
   * Whether a session key is still valid for this person.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/checkSessionKey.html
   */
  checkSession(openId: string, sessionKey: Secret): Promise<boolean>;
  /**
   * Replaces a person's session key.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/ResetUserSessionKey.html
   */
  resetSession(openId: string, sessionKey: Secret): Promise<Secret>;
  /**
   * Exchanges the code of a `getPhoneNumber` button (not that of `wx.login`), once and within 5 minutes.
   * @param openId If given, WeChat checks that the code belongs to this person.
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html
   */
  phoneNumber(code: string, openId?: string): Promise<PhoneNumber>;
  /**
   * Whether WeChat made this `encryptedData` (of phone numbers) within the last 3 days, and when.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/basic-info/checkEncryptedData.html
   */
  checkEncrypted(encryptedData: string): Promise<{
    /** True if WeChat made it. */
    valid: boolean;
    /** When WeChat made it, in Unix seconds. */
    at?: number;
  }>;
}

const key = z
  .string()
  .min(1)
  .transform((value) => new Secret(value));
const login = z.object({ openid: z.string().min(1), session_key: key, unionid: idIfAny }).transform(
  ({ openid, session_key, unionid }): MiniProgramLogin => ({
    openId: openid,
    sessionKey: session_key,
    ...(unionid ? { unionId: unionid } : {}),
  }),
);
const reset = z.object({ session_key: key }).transform(({ session_key }) => session_key);
const phone = z.object({ phone_info: phoneInfo }).transform(({ phone_info }) => phone_info);
/** Only an unambiguous yes counts, because the check protects a person's data. */
const yes = z.union([z.boolean(), z.number(), z.string()]).transform((said) => [true, 1, "1", "true"].includes(said));
// The field has WeChat's own spelling.
const checked = z
  .object({ vaild: yes, create_time: numberIfAny })
  .transform(({ vaild: valid, create_time: at }) => ({ valid, ...(at === undefined ? {} : { at }) }));

const wrongSignature = 87009;

export function createMiniProgramApi({ callWithoutToken, call, appid, secret }: Account): MiniProgramApi {
  return {
    login(js_code) {
      const query = { appid, secret: secret.reveal(), js_code, grant_type: "authorization_code" };
      return callWithoutToken({ endpoint: "/sns/jscode2session", query, answer: login });
    },
    async checkSession(openid, sessionKey) {
      try {
        await call({ endpoint: "/wxa/checksession", query: signed(openid, sessionKey), answer: done });
        return true;
      } catch (error) {
        if (error instanceof WechatError && error.errcode === wrongSignature) return false;
        throw error;
      }
    },
    resetSession: (openid, sessionKey) =>
      call({ endpoint: "/wxa/resetusersessionkey", query: signed(openid, sessionKey), answer: reset }),
    phoneNumber(code, openid) {
      const body = { code, ...(openid === undefined ? {} : { openid }) };
      return call({ endpoint: "/wxa/business/getuserphonenumber", body, answer: phone });
    },
    checkEncrypted(encryptedData) {
      const body = { encrypted_msg_hash: createHash("sha256").update(encryptedData).digest("hex") };
      return call({ endpoint: "/wxa/business/checkencryptedmsg", body, answer: checked });
    },
  };
}

const signed = (openid: string, sessionKey: Secret): Record<string, string> => ({
  openid,
  signature: signWithSession(sessionKey, ""),
  sig_method: "hmac_sha256",
});

/**
 * HMAC-SHA-256 in hex under a session key, as WeChat computes it: the key is the base64 text itself, not the bytes
 * it encodes.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 * @example
 * import { Secret, signWithSession } from "saoma/wechat";
 *
 * const signature = signWithSession(new Secret("the session_key of wx.login"), "");
 */
export const signWithSession = (sessionKey: Secret, data: string): string =>
  createHmac("sha256", sessionKey.reveal()).update(data).digest("hex");
