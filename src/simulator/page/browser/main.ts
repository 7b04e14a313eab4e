// The script of the phones' page.
import { listenForDragAndDrop } from "./drag-and-drop.ts";
import { isEmbedded } from "./host-page.ts";
import { runPhoneAction } from "./phone-action.ts";
import { createPhonesView } from "./phones-view.ts";
import { words } from "./words.ts";

document.title = words.simulator;
document.documentElement.classList.toggle("framed", isEmbedded);
const phones = createPhonesView();

/**
 * Runs the action of the fragment once, as in `#person=xiaoming&scan=<content>`; see {@link runPhoneAction}. With
 * several names, the phones are shown side by side. `another` first selects the next person's phone, `back` the
 * previous one, and `newcomer=13912345678` that of a new person with this number.
 */
async function followHash(): Promise<void> {
  const asked = new URLSearchParams(location.hash.slice(1));
  const names = (asked.get("person") ?? "").split(",").filter((name) => name !== "");
  const isGesture = [...asked.keys()].some((name) => name !== "person");
  if (isGesture) history.replaceState(null, "", names.length === 0 ? "#" : `#person=${names.join(",")}`);
  if (phones.people().length === 0) await phones.loadPeople();
  const known = names.filter((name) => phones.people().some((person) => person.name === name));
  const [first = phones.names()[0] ?? phones.people()[0]?.name, ...others] = known;
  if (first !== undefined) await phones.select(first);
  for (const name of others) if (!phones.names().includes(name)) await phones.toggle(name);
  if (others.length > 0 && first !== undefined) await phones.select(first);
  if (asked.has("another")) await phones.another();
  if (asked.has("back")) await phones.back();
  const newcomer = asked.get("newcomer");
  if (newcomer) await phones.welcome(newcomer);
  const phone = phones.active();
  if (phone !== undefined) await runPhoneAction(phone, asked);
}

let turn = 0;

async function watch(): Promise<void> {
  if (document.visibilityState === "visible") {
    await phones.refresh();
    // People may be added or removed by the control API.
    if (++turn % 10 === 0) await phones.loadPeople().catch(() => {});
  }
  const isWaiting = phones.active()?.state().waiting ?? 0;
  setTimeout(watch, isWaiting > 0 ? 400 : 1200);
}

listenForDragAndDrop(phones);
addEventListener("hashchange", followHash);
addEventListener("visibilitychange", () => phones.refresh());
await followHash();
await watch();
