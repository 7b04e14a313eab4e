import { expect, onTestFinished } from "vitest";
import { type ClientOptions, createClient, createSignIn, type SignInState } from "../../src/client/index.ts";
import { origin, type Stage } from "../stage/stage.ts";

/** A page whose client stores the claim itself, at the service of this stage. */
export function openPage(stage: Stage, wanted: Pick<ClientOptions, "channel"> = {}) {
  const states: SignInState[] = [];
  const client = createClient({
    ...wanted,
    server: origin,
    claim: "header",
    platform: {
      fetch: (url, init) => stage.saoma.fetch(new Request(String(url), init), { address: "203.0.113.7" }),
      socket: () => undefined,
    },
  });
  const signIn = createSignIn(client, (state) => states.push(state));
  onTestFinished(() => signIn.stop());
  signIn.start();
  const last = <Kind extends SignInState["kind"]>(kind: Kind) =>
    expect
      .poll(() => states.at(-1)?.kind, { timeout: 10_000 })
      .toBe(kind)
      .then(() => states.at(-1) as Extract<SignInState, { kind: Kind }>);
  return { signIn, last, states };
}
