import { afterEach, expect, test } from "vitest";
import type { z } from "zod";
import type { attemptsView, loggedAttemptView } from "../../src/wire/admin.ts";
import { problem, start } from "../stage/stage.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

const get = async <T>(path: string): Promise<T> => (await (await stage.ask(path, { key: firstKey })).json()) as T;

test("attempts are listed page by page, found by how they ended, and shown one by one", async () => {
  stage = await setAdminStage();
  const started: Awaited<ReturnType<typeof start>>[] = [];
  for (let times = 0; times < 5; times++) {
    await stage.clock.advance(1_000);
    started.push(await start(stage.browser()));
  }
  await stage.scan("xiaoming", started[2] as (typeof started)[0]);
  await stage.say("xiaoming", "2");
  const seen: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: z.infer<typeof attemptsView> = await get(`/admin/v1/attempts?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.attempts.map(({ id }) => id));
    cursor = page.next;
  }
  expect(seen).toEqual(started.map(({ id }) => id).toReversed());
  const { attempts } = await get<z.infer<typeof attemptsView>>("/admin/v1/attempts?status=declined");
  expect(attempts).toMatchObject([{ id: started[2]?.id, status: "declined", reason: "by_person" }]);
  const told = await get<z.infer<typeof loggedAttemptView>>(`/admin/v1/attempts/${started[2]?.id}`);
  expect(told.log.map(({ step }) => step).filter(Boolean)).toEqual(["shown", "scanned", "asked", "declined"]);
  expect(told.log.find(({ kind }) => kind === "reply")?.text).toContain("正在登录");
  const ask = async (path: string, key?: string) => problem(await stage.ask(`/admin/v1/attempts${path}`, { key }));
  expect(await ask("/nobody", firstKey)).toBe("404 attempt_not_found");
  expect(await ask("?status=lost", firstKey)).toBe("400 invalid_request");
  expect(await ask("?status=declined&account=a", firstKey)).toBe("400 invalid_request");
  expect(await ask("?cursor=AAAA", firstKey)).toBe("400 invalid_request");
  expect(await ask(`/${started[2]?.id}`)).toBe("401 key_needed");
});
