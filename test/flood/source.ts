// A flood in a process of its own, so that it takes nothing from the visitors but what it takes from the service.
import { floods } from "./floods.ts";
import { createHose } from "./pour.ts";

const { name, port, appid, strength } = JSON.parse(process.argv[2] ?? "");
const hose = createHose(port);
const stop = floods[name]?.(hose, { appid }, strength);
process.once("message", () => {
  stop?.();
  process.send?.({ heard: [...hose.heard], held: hose.held() });
});
process.once("disconnect", () => process.exit());
process.send?.({});
