import type { Push } from "../../src/wechat/index.ts";
import { type How, keyOf } from "./acts.ts";
import { type Answer, type Done, outcome, rowOf } from "./answer.ts";
import type { Rows } from "./rows.ts";
import { appids, openIds, type Scenario, sources } from "./scenario.ts";
import { pushOf, type Service } from "./service.ts";
import { type Message, put, type State, type Words } from "./state.ts";

/** The messages with one more, which is not delivered yet. */
export const posted = ({ deliveries }: Scenario, state: State, words: Words): readonly Message[] =>
  [
    ...state.messages,
    { key: keyOf(words), words, left: deliveries, committed: false, acknowledged: false, effects: 0 } satisfies Message,
  ].sort((a, b) => (a.key < b.key ? -1 : 1));

/** One delivery of a message that was sent. */
export async function deliver(service: Service, state: State, key: string, how: How): Promise<Done> {
  const message = state.messages.find((one) => one.key === key);
  if (!message) throw new Error(`nobody sent ${key}`);
  const push = pushFor(state, message.words, key);
  const answer = await receive(service, state, { words: message.words, push, nonce: key, crashes: how === "crashed" });
  const committed = answer.reply !== undefined;
  const isEffect = committed && touchesMore(state.rows, service.world.rows);
  const next: Message = {
    ...message,
    left: message.left - 1,
    committed: message.committed || (committed && how !== "crashed"),
    acknowledged: message.acknowledged || (committed && how !== "unanswered"),
    effects: message.effects + (isEffect ? 1 : 0),
    ...(committed && message.reply === undefined ? { reply: answer.reply ?? "" } : {}),
  };
  return { answer, state: { messages: state.messages.map((one) => (one === message ? next : one)) } };
}

/** Whether anything besides the inbox was written. A table that is not written to stays the same object. */
const touchesMore = (before: Rows, after: Rows): boolean =>
  before.attempts !== after.attempts ||
  before.accounts !== after.accounts ||
  before.identities !== after.identities ||
  before.sessions !== after.sessions ||
  before.known.join() !== after.known.join();

/** Delivers the push of these words. `crashes`: the service dies before it commits. */
interface Delivery {
  readonly words: Words;
  readonly push: Push;
  readonly nonce: string;
  readonly crashes: boolean;
}

export async function receive(
  { world, login }: Service,
  state: State,
  { words, push, nonce, crashes }: Delivery,
): Promise<Omit<Answer, "early">> {
  const source = sources.get(words.kind === "foreign-scan" ? appids[1] : appids[0]);
  if (!source) throw new Error("no such source");
  world.crashes = crashes;
  world.hits = put(state.hits, words.person, (state.hits[words.person] ?? 0) + 1);
  const attempt = "attempt" in words ? words.attempt : 0;
  world.seed = { id: 100 + words.person * 20, number: attempt * 4 + words.person };
  return outcome(async () => {
    const received = await login.receive({ source, push, nonce: { timestamp: push.createTime, nonce } });
    if (!("reply" in received)) return { refused: true };
    return { reply: received.reply?.type === "text" ? received.reply.text : "" };
  });
}

/** The push that WeChat sends for these words. */
export function pushFor(state: State, words: Words, key: string): Push {
  const openId = openIds[words.person] ?? "";
  const event = (name: string, eventKey: string) => pushOf(openId, key, { type: "event", event: name, eventKey });
  switch (words.kind) {
    case "scan":
    case "foreign-scan": {
      const { scene } = rowOf(state, words.attempt);
      return words.copy === 1 ? event("subscribe", `qrscene_${scene}`) : event("SCAN", scene);
    }
    case "tap": {
      const prompt = rowOf(state, words.attempt).prompt ?? 0;
      const [content, menuId] = words.says === "yes" ? ["Yes, it's me", prompt] : ["Not me", prompt + 1];
      return pushOf(openId, key, { content, menuId: String(menuId) });
    }
    case "type":
      return pushOf(openId, key, { content: words.says === "yes" ? "1" : "2" });
    case "unfollow":
      return event("unsubscribe", "");
  }
}
