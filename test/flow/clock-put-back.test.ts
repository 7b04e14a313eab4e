import { afterEach, beforeEach, expect, test } from "vitest";
import { origin, type Stage, setStage } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(() => stage.close());

async function published(saoma: Stage["saoma"]): Promise<string[]> {
  const response = await saoma.fetch(new Request(`${origin}/.well-known/jwks.json`));
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

const hour = 3_600_000;

for (const back of [1, 30_000, hour]) {
  test(`a key that another instance made is published also where the clock was put back by ${back} ms`, async () => {
    const first = stage.saoma;
    await first.rotateKeys();
    stage.clock.set(stage.clock.now() + hour);
    await published(first);
    stage.clock.set(stage.clock.now() - back);
    await stage.restartBeside();
    const kid = await stage.saoma.rotateKeys();
    expect(await published(first)).toContain(kid);
    await first.close();
  });
}
