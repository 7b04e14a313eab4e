/** WeChat's protocol: its pushes, the replies to them, and the calls of its API. Usable without the rest. */
import "../base/node-version.ts";

export { type Clock, systemClock } from "../base/clock.ts";
export { type Random, systemRandom } from "../base/random.ts";
export { Secret } from "../base/secret.ts";
export type { ApiCall, WechatOrigins } from "./api/account.ts";
export type { BaseApi, CallbackCheck, CallbackReport } from "./api/base.ts";
export type { Picture } from "./api/call.ts";
export type { CustomMessage, MenuChoice } from "./api/custom-message.ts";
export type { WechatCall } from "./api/exchange.ts";
export type { JsapiApi, JsapiConfig, JsapiPage } from "./api/jsapi.ts";
export type { LinkApi, LinkEnd, LinkInfo, LinkRequest } from "./api/link.ts";
export type { Menu, MenuApi, ShownButton } from "./api/menu.ts";
export type { MenuAction, MenuButton, Submenu } from "./api/menu-button.ts";
export { type MenuProblem, type ReadMenu, readMenu, writeMenu } from "./api/menu-file.ts";
export type {
  CustomOptions,
  MessageApi,
  MiniProgramPage,
  SubscribeMessage,
  SubscribeNotice,
  TemplateMessage,
} from "./api/message.ts";
export { type MiniProgramApi, type MiniProgramLogin, signWithSession } from "./api/mini-program.ts";
export type { Grant, OauthApi, Profile, UserTokens } from "./api/oauth.ts";
export type { AuthorizeRequest, QrConnectRequest } from "./api/oauth-url.ts";
export type { PhoneNumber } from "./api/phone-number.ts";
export type { PermanentQr, Qr, QrcodeApi, QrRequest, Scene } from "./api/qrcode.ts";
export type { PastRequest, Quota, QuotaApi } from "./api/quota.ts";
export type { Follower, FollowerPage, Language, Stranger, UserApi } from "./api/user.ts";
export { createWechatApi, type WechatApi, type WechatApiDeps } from "./api/wechat-api.ts";
export type { CodeLook, EnvVersion, PathCode, UnlimitedCode, WxacodeApi } from "./api/wxacode.ts";
export { isCodeRefused, meaningOf, remedyOf } from "./errcode.ts";
export { type UnreachableReason, WechatError, WechatUnreachable } from "./error.ts";
export {
  decryptOpenData,
  type EncryptedData,
  isOpenDataSigned,
  type OpenDataRefusal,
  type OpenedData,
} from "./open-data.ts";
export { type DamagedPush, openDamagedPush } from "./push/damaged.ts";
export type { PushFields, PushFormat } from "./push/fields.ts";
export { menuLink } from "./push/menu-link.ts";
export type { Push } from "./push/message.ts";
export {
  isPlainlySigned,
  maxPushBytes,
  type OpenedPush,
  openPush,
  type PushKeys,
  type PushMode,
  type PushQuery,
  type PushRefusal,
  verifyEcho,
} from "./push/open.ts";
export { type OpenedReply, openReply, type ReplyRefusal } from "./push/open-reply.ts";
export {
  type Answered,
  type EncodedReply,
  encodeReply,
  type ReplySeal,
  sealReply,
} from "./push/reply.ts";
export type { Article, Reply } from "./push/reply-content.ts";
export type { PushNode, PushTree } from "./push/tree.ts";
export {
  type AccessToken,
  createMemoryTokenStore,
  createTokenKeeper,
  type TokenKeeper,
  type TokenKeeperDeps,
  type TokenKind,
  type TokenLease,
  type TokenStore,
} from "./token.ts";
