/**
 * WeChat's texts for the codes the simulator answers with, as seen on the wire
 * (https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html).
 */
const texts: Readonly<Record<number, string>> = {
  [-1]: "system error",
  40001:
    "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r",
  40002: "invalid grant_type",
  40013: "invalid appid",
  40014: "invalid access_token",
  40052: "invalid action name",
  40053: "invalid action info, please check document",
  40066: "invalid url",
  40125: "invalid appsecret",
  40164: "invalid ip, not in whitelist",
  40243: "AppSecret frozen",
  41001: "access_token missing",
  41002: "appid missing",
  41004: "appsecret missing",
  42001: "access_token expired",
  43001: "require GET method",
  43002: "require POST method",
  44002: "empty post data",
  45009: "reach max api daily quota limit",
  45011: "api minute-quota reach limit, must slower, retry next minute",
  47001: "data format error",
  48001: "api unauthorized",
  48004: "api forbidden for irregularities, view detail on mp.weixin.qq.com",
  50001: "api unauthorized or user unauthorized",
  50002: "user limited",
  50004: "user not allow to use accesstoken, maybe for punishment",
  50007: "account frozen",
  61024: "must use api(api_component_token) to get token for component acct",
};

/** A call WeChat refuses: thrown by the checks of an endpoint, answered as JSON with HTTP 200. */
export class WechatFailure extends Error {
  override name = "WechatFailure";
  readonly errcode: number;

  /** `text` only where WeChat's own varies, such as the caller's address in 40164. */
  constructor(errcode: number, text = texts[errcode] ?? "error") {
    super(text);
    this.errcode = errcode;
  }
}
