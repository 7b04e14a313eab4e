// A flood in a process of its own, so that it takes nothing from the visitors but what it takes from the service.
import { floods } from "./floods.ts";
import { createLoadClient } from "./load-client.ts";

const { name, port, appid, strength } = JSON.parse(process.argv[2] ?? "");
const client = createLoadClient(port);
const stop = floods[name]?.(client, { appid }, strength);
process.once("message", () => {
  stop?.();
  process.send?.({ statuses: [...client.statuses], held: client.held() });
});
process.once("disconnect", () => process.exit());
process.send?.({});
