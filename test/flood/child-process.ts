// Runs a flood in a separate process, so that it slows the visitors only through the service.
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
