/** WeChat's protocol: its pushes, the replies to them, and the calls of its API. Usable without the rest. */
export type { Qr, QrRequest } from "./api/qrcode.ts";
export { createWechatApi, type WechatApi, type WechatApiDeps, type WechatOrigins } from "./api/wechat-api.ts";
export { meaningOf } from "./errcode.ts";
export { type UnreachableReason, WechatError, WechatUnreachable } from "./error.ts";
export { menuLink } from "./push/menu-link.ts";
export type { Push } from "./push/message.ts";
export {
  maxPushBytes,
  type OpenedPush,
  openPush,
  type PushKeys,
  type PushMode,
  type PushQuery,
  type PushRefusal,
  verifyEcho,
} from "./push/open.ts";
export { type Answered, type Article, type EncodedReply, encodeReply, type Reply } from "./push/reply.ts";
export type { XmlFields } from "./push/xml.ts";
export {
  type AccessToken,
  createTokenKeeper,
  type TokenKeeper,
  type TokenKeeperDeps,
  type TokenStore,
} from "./token.ts";
