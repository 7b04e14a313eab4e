import { unreachable } from "./failure.ts";
import { type Channel, unfit } from "./transport.ts";

/** The first word comes at once; where it does not within so many milliseconds, something holds it back. */
const firstWord = 6_000;
/** The service says something every 20 s, so a line that was silent for so long may have died unnoticed. */
const silence = 45_000;

/** Cuts a channel's line when it stays silent for too long. */
export function createEar({ client, patience, line }: Channel) {
  const { after } = client.platform;
  let cancel = after(firstWord, () => line.abort(unfit));
  const ear = {
    /** Whether the service has said anything. */
    heard: false,
    /** To be called whenever it does. */
    hear(): void {
      cancel();
      cancel = after(silence, () => line.abort(unreachable()));
      ear.heard = true;
      patience.worked();
    },
    stop: () => cancel(),
  };
  return ear;
}
