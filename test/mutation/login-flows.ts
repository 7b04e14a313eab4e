import { describe } from "vitest";

/** Each passes through other folders of `login`; the long flows are left to `--whole`. */
const flows = [
  ...["chat", "undo", "known-browser", "sessions", "handler", "notices", "union", "confirm-number", "first-sign-in"],
  ...["bind-phone", "sms-limits", "people", "not-mine", "older-and-younger", "tokens", "website-push", "qr-reserve"],
  ...["official-account-code", "official-account-qr", "in-wechat", "mini-program", "whose-answer", "whose-push"],
  "clock-put-back",
];

// In one file: each file of tests loads the whole service anew, which takes seconds for every mutant.
for (const flow of flows) describe(flow, async () => void (await import(`../flow/${flow}.test.ts`)));
