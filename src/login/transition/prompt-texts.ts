import type { Purpose } from "../../domain/attempt.ts";
import { defaultTexts } from "../../domain/default-texts.ts";
import type { Language } from "../../domain/language.ts";
import type { Texts } from "../../domain/texts.ts";
import type { Application } from "../context.ts";

/** The texts for entering the console, which are the same as for approving a change of an account. */
const proofTexts = {
  ask: "askProof",
  askByCode: "askProof",
  askByNumber: "askProofByNumber",
  yes: "yesProof",
  granted: "proven",
  unasked: "proven",
  declined: "notDone",
  numberWrong: "notDoneByNumber",
  conflict: "proofConflict",
  undone: "undone",
  late: "over",
  lost: "lost",
  suspended: "suspended",
  notAdmitted: "notAdmitted",
} as const;

/** The texts of the chat for each step of an attempt, by purpose. */
const textsByPurpose = {
  "sign-in": {
    ask: "ask",
    askByCode: "askByCode",
    askByNumber: "askByNumber",
    yes: "yes",
    granted: "signedIn",
    unasked: "welcomeBack",
    declined: "declined",
    numberWrong: "numberWrong",
    conflict: "conflict",
    undone: "undone",
    late: "late",
    lost: "lost",
    suspended: "suspended",
    notAdmitted: "notAdmitted",
  },
  link: {
    ask: "pairLink",
    askByCode: "pairLink",
    askByNumber: "pairLink",
    yes: "yes",
    granted: "pairLink",
    unasked: "pairLink",
    declined: "notDone",
    numberWrong: "notDoneByNumber",
    conflict: "linkConflict",
    undone: "unlinked",
    late: "over",
    lost: "lost",
    suspended: "suspended",
    notAdmitted: "notAdmitted",
  },
  prove: proofTexts,
  administer: proofTexts,
} as const satisfies Record<Purpose, Readonly<Record<string, keyof Texts>>>;

export type MessageKey = keyof (typeof textsByPurpose)["sign-in"];

/** The text for a step of an attempt of this purpose. */
export const messageFor = (texts: Texts, purpose: Purpose, word: MessageKey): string =>
  texts[textsByPurpose[purpose][word]];

/** All texts of links that confirm. */
export const yesAnswers = (texts: Texts): string[] => [texts.yes, texts.yesProof];

/** The texts of an application. */
export const textsOf = (application: Pick<Application, "texts"> | undefined, language: Language): Texts => ({
  ...defaultTexts[language],
  ...application?.texts[language],
});
