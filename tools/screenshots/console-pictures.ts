// How each picture of the operator's console is made.
import type { ConsoleStudio } from "./console-studio.ts";

interface ConsolePicture {
  readonly height: number;
  take(studio: ConsoleStudio): Promise<void>;
}

/** The pictures by name. Those of one language show one service, after one day. */
export const consolePictures: Readonly<Record<string, ConsolePicture>> = {
  "console-today": { height: 1140, take: ({ open }) => open("/today") },
  "console-account": { height: 960, take: ({ open, account }) => open(`/people/${account}`) },
  "console-attempt": {
    height: 840,
    async take({ open, account, page }) {
      await open(`/people/${account}`);
      await page
        .getByRole("listitem")
        .filter({ hasText: /declined|被拒绝/ })
        .getByRole("link")
        .click();
      await page.getByRole("heading", { name: /Timeline|经过/ }).waitFor();
    },
  },
  "console-wechat": {
    height: 840,
    async take({ open, page }) {
      await open("/wechat");
      await page.getByRole("button", { name: /Check now|现在检查/ }).click();
      await page.getByText(/\d+ (broken|个问题)/).waitFor();
      // The page comes again at the doctor's part, below its heading.
      await open("/wechat");
    },
  },
};

/** The languages of the console's pictures, by what a picture's name ends in. */
export const consoleLanguages = { "": "en", "-zh": "zh-CN" } as const;
