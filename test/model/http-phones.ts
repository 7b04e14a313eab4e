import { type Act, act, isSome, nth, type Real } from "./http-act.ts";
import * as model from "./http-model.ts";

/** The attempt that the person's new message belongs to, if one came and has links: an old QR leads to no push at all. */
function notePrompt({ stage, prompts }: Real, person: string, at: number): void {
  const message = stage.simulator.control.chat(person, stage.appid).findLast(({ from }) => from !== "person");
  const isNew = prompts.every((one) => one.person !== person || one.message !== message?.id);
  if (message && isNew && message.links.length > 0) prompts.push({ person, message: message.id, at });
}

export const scan = (person: string, back: number): Act =>
  act(
    `scan ${person} ${back}`,
    async (expected, real) => {
      const at = nth(expected, back);
      const started = real.started[at];
      model.scan(expected, at, person);
      if (started) await real.stage.scan(person, started);
      if (expected.attempts[at]?.row.openId === person) notePrompt(real, person, at);
    },
    isSome,
  );

export const tap = (person: string, says: "yes" | "no", back: number): Act =>
  act(`tap ${person} ${says} ${back}`, async (expected, real) => {
    const { control } = real.stage.simulator;
    const prompt = real.prompts.filter((one) => one.person === person).at(-1 - back);
    const message = control.chat(person, real.stage.appid).find(({ id }) => id === prompt?.message);
    const label = says === "yes" ? "是我，登录" : "不是我";
    const link = message?.links.findIndex(({ text }) => text === label) ?? -1;
    if (!prompt || link < 0) return;
    model.answer(expected, prompt.at, person, says);
    await control.tap(person, real.stage.appid, prompt.message, link);
    notePrompt(real, person, prompt.at);
  });

export const type = (person: string, says: "yes" | "no"): Act =>
  act(
    `type ${person} ${says}`,
    async (expected, real) => {
      model.typed(expected, person, says);
      await real.stage.say(person, says === "yes" ? "1" : "2");
      notePrompt(real, person, expected.scans.get(person)?.at(-1) ?? 0);
    },
    ({ scans }) => (scans.get(person)?.length ?? 0) > 0,
  );
