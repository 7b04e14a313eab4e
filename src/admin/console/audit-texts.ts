import type { AuditAction } from "../../domain/audit.ts";
import type { Language } from "../../domain/language.ts";

type Both = readonly [chinese: string, english: string];

/** The texts of the screen Audit, in Chinese and English. */
export const auditTexts = {
  audit: ["操作记录", "Audit"],
  auditWho: ["谁", "Who"],
  auditWhat: ["做了什么", "What"],
  everything: ["全部操作", "Everything"],
  show: ["查看", "Show"],
  download: ["下载 JSON Lines", "Download as JSON lines"],
  noAudit: ["没有符合的记录。", "No line matches."],
  before: ["之前", "before"],
  after: ["之后", "after"],
} as const satisfies Record<string, Both>;

const actions: Readonly<Record<AuditAction, Both>> = {
  "people.imported": ["导入用户", "imported people"],
  "identities.migrated": ["迁移 openid", "migrated openids"],
  "account.invited": ["生成邀请码", "created an invitation"],
  "invitation.used": ["邀请码被使用", "an invitation was used"],
  "invitation.cancelled": ["取消邀请码", "cancelled an invitation"],
  "group.added": ["加进组", "added to a group"],
  "group.removed": ["移出组", "removed from a group"],
  "identity.lost": ["登记微信丢失", "marked a WeChat as lost"],
  "identity.found": ["取消丢失登记", "marked a WeChat as found"],
  "identity.removed": ["移除微信", "removed a WeChat"],
  "removal.announced": ["预告移除微信", "announced a WeChat's removal"],
  "removal.stopped": ["取消移除微信", "stopped a WeChat's removal"],
  "session.ended": ["结束一个会话", "ended a session"],
  "sessions.ended": ["结束全部会话", "ended all sessions"],
  "account.suspended": ["停用账号", "suspended an account"],
  "account.unsuspended": ["恢复账号", "lifted a suspension"],
  "account.deleted": ["删除账号", "deleted an account"],
  "account.exported": ["导出账号数据", "exported an account"],
  "webhook.resent": ["重发 webhook", "sent a webhook again"],
  "console.link": ["生成后台链接", "created a link to the console"],
  "console.entered": ["进入后台", "entered the console"],
  "console.ended": ["结束后台会话", "ended sessions of the console"],
  "admin-key.added": ["新建密钥", "created a key"],
  "admin-key.ended": ["撤销密钥", "revoked a key"],
  "keys.rotated": ["更换签名密钥", "rotated the signing key"],
  "menu.set": ["设置菜单", "set a menu"],
  "menu.deleted": ["删除菜单", "deleted a menu"],
  "database.restored": ["恢复备份", "restored a backup"],
};

const actors: Readonly<Record<string, Both>> = {
  "command line": ["命令行", "command line"],
  person: ["用户本人", "the person"],
  application: ["应用程序", "the application"],
  invitation: ["持邀请码的人", "who had the invitation"],
  saoma: ["系统", "Saoma itself"],
};

/** Who did it in words, where it is neither a key's label nor an administrator's name. */
export const actorWords = (actor: string, language: Language): string => {
  const [, name] = /^console \((.+)\)$/.exec(actor) ?? [];
  if (name !== undefined && language !== "en") return `后台（${name}）`;
  return actors[actor]?.[language === "en" ? 1 : 0] ?? actor;
};

export const auditActions = Object.keys(actions) as readonly AuditAction[];

export const actionWords = (action: AuditAction, language: Language): string =>
  actions[action]?.[language === "en" ? 1 : 0] ?? action;
