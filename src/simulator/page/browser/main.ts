import { isEmbedded } from "./beside.ts";
import { createDesk } from "./desk.ts";
import { listenForDrops } from "./drops.ts";
import { gesture } from "./gesture.ts";
import { words } from "./words.ts";

document.title = words.simulator;
document.documentElement.classList.toggle("framed", isEmbedded);
const desk = createDesk();

/**
 * `#person=xiaoming&scan=<content>`: that phone, and what it does, once: see {@link gesture}. Several names lie side
 * by side. `another` takes the next person's phone first, `back` the one from before that, `newcomer=13912345678` the one
 * of somebody new with that number.
 */
async function followHash(): Promise<void> {
  const asked = new URLSearchParams(location.hash.slice(1));
  const names = (asked.get("person") ?? "").split(",").filter((name) => name !== "");
  const isGesture = [...asked.keys()].some((name) => name !== "person");
  if (isGesture) history.replaceState(null, "", names.length === 0 ? "#" : `#person=${names.join(",")}`);
  if (desk.people().length === 0) await desk.loadPeople();
  const known = names.filter((name) => desk.people().some((person) => person.name === name));
  const [first = desk.names()[0] ?? desk.people()[0]?.name, ...others] = known;
  if (first !== undefined) await desk.hold(first);
  for (const name of others) if (!desk.names().includes(name)) await desk.toggle(name);
  if (others.length > 0 && first !== undefined) await desk.hold(first);
  if (asked.has("another")) await desk.another();
  if (asked.has("back")) await desk.back();
  const newcomer = asked.get("newcomer");
  if (newcomer) await desk.welcome(newcomer);
  const phone = desk.active();
  if (phone !== undefined) await gesture(phone, asked);
}

let turn = 0;

async function watch(): Promise<void> {
  if (document.visibilityState === "visible") {
    await desk.refresh();
    // People come and go by the control API.
    if (++turn % 10 === 0) await desk.loadPeople().catch(() => {});
  }
  const isWaiting = desk.active()?.state().waiting ?? 0;
  setTimeout(watch, isWaiting > 0 ? 400 : 1200);
}

listenForDrops(desk);
addEventListener("hashchange", followHash);
addEventListener("visibilitychange", () => desk.refresh());
await followHash();
await watch();
