// The text of a notice, in the language of its account.
import type { Language } from "../../domain/language.ts";
import type { Notice, NoticeKind } from "../../domain/notice.ts";
import { fill, type Texts } from "../../domain/texts.ts";
import { menuLink } from "../../wechat/index.ts";
import type { Application, LoginContext } from "../context.ts";
import { dayOf, wordLink } from "../transition/prompt.ts";
import { textsOf } from "../transition/prompt-texts.ts";

const textOf = {
  identity_added: "noticeAdded",
  identity_restored: "noticeRestored",
  identity_removed: "noticeRemoved",
  identity_taken_back: "noticeTakenBack",
  identity_lost: "noticeLost",
  invited: "noticeInvited",
  removal_announced: "noticeRemovalAnnounced",
  deletion_announced: "noticeDeletionAnnounced",
  phone_announced: "noticePhoneAnnounced",
  invitation_announced: "noticeInvitationAnnounced",
  change_stopped: "noticeStopped",
  phone_changed: "noticePhoneChanged",
  number_lost: "noticeNumberLost",
} as const satisfies Record<NoticeKind, keyof Texts>;

/** The application of the notice, or the default application. */
export function noticeApplication(
  { applications }: Pick<LoginContext, "applications">,
  { applicationId = "" }: Pick<Notice, "applicationId">,
): Application | undefined {
  const all = [...applications.values()];
  return applications.get(applicationId) ?? all.find((one) => one.default === true) ?? all[0];
}

/** The language is unknown, because no browser is involved. */
export const languageOf = (application: Pick<Application, "language"> | undefined): Language =>
  application === undefined || application.language === "auto" ? "zh-CN" : application.language;

/** The text of a notice in a chat. */
export function noticeText(setup: Pick<LoginContext, "applications">, notice: Notice): string {
  const application = noticeApplication(setup, notice);
  const language = languageOf(application);
  const texts = textsOf(application, language);
  return fill(texts[textOf[notice.kind]], {
    site: application?.name ?? "",
    day: dayOf(notice.at),
    notMine: menuLink(texts.notMine, wordLink),
    objection: menuLink(texts.objection, wordLink),
    due: notice.dueAt === undefined ? "" : dayOf(notice.dueAt),
  });
}
