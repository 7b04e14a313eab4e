// Measures how long a newcomer waits for `npm run dev` and for each click of a sign-in.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { inFolder } from "./measure/folder.ts";
import { median } from "./measure/median.ts";
import { figure, table } from "./measure/table.ts";
import type { Options } from "./options.ts";

interface Times {
  /** From the spawn of `npm run dev` to its ready line. */
  ready: number;
  /** From the address to a QR that can be scanned. */
  qr: number;
  /** From "scan with the phone" to the follow sheet. */
  scan: number;
  /** From "follow" to the question in the chat. */
  ask: number;
  /** From the tap on "yes, it's me" to the page that knows who it is. */
  tap: number;
}

/**
 * Measures how long a newcomer waits: for `npm run dev`, and after each click of a sign-in in Chromium. Each round is a
 * fresh start.
 */
export async function dev({ rounds }: Options): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.SAOMA_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const times: Times[] = [];
    for (let round = 0; round < rounds; round++) times.push(await inFolder((folder) => newcomer(browser, folder)));
    const row = (what: string, name: keyof Times) => {
      const all = times.map((each) => each[name]);
      return [what, figure(median(all)), figure(Math.max(...all))];
    };
    console.log("\nWhat a newcomer waits for, in Chromium on the same machine");
    console.log(
      table(
        ["", "ms", "worst"],
        [
          row("`npm run dev`, from spawn to ready", "ready"),
          row("the page, from its address to a QR", "qr"),
          row("“scan with the phone”, until the follow sheet", "scan"),
          row("“follow”, until the chat asks", "ask"),
          row("the tap on “yes, it's me”, until the page is signed in", "tap"),
        ],
      ),
    );
  } finally {
    await browser.close();
  }
}

async function newcomer(browser: Browser, folder: string): Promise<Times> {
  const begun = performance.now();
  const env = { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0", SAOMA_DATA: join(folder, "data") };
  const cwd = fileURLToPath(new URL("../", import.meta.url));
  const child = spawn("npm", ["run", "dev"], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const over = once(child, "exit");
  try {
    const url = await readyLine(child.stdout);
    return { ready: performance.now() - begun, ...(await signIn(browser, url)) };
  } finally {
    child.kill("SIGTERM");
    await over;
  }
}

async function readyLine(stdout: AsyncIterable<Buffer>): Promise<string> {
  let said = "";
  for await (const part of stdout) {
    said += part;
    const url = / ready on (\S+)\n/.exec(said)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`npm run dev ended before it was ready: ${said}`);
}

async function signIn(browser: Browser, url: string): Promise<Omit<Times, "ready">> {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const phone = page.frameLocator("aside.phone iframe");
  const follow = phone.getByRole("dialog").getByRole("button", { name: "Follow" });
  const yes = phone.getByRole("button", { name: "Yes, it's me" });
  const timed = async (act: Promise<unknown>, shown: Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await Promise.all([act, shown]);
    return performance.now() - begun;
  };
  try {
    return {
      qr: await timed(page.goto(url, { waitUntil: "commit" }), page.locator("saoma-login [part=qr]").waitFor()),
      scan: await timed(page.getByTestId("phone").click(), follow.waitFor()),
      ask: await timed(follow.click(), yes.waitFor()),
      tap: await timed(yes.click(), page.getByTestId("name").filter({ visible: true }).waitFor()),
    };
  } finally {
    await context.close();
  }
}
