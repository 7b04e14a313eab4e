// Many waiting browsers in a process of its own. They reconnect after a lost connection, as the widget does.
import { createWaiter, type Transport, type Waiter } from "./waiter.ts";

export interface Crowd {
  readonly port: number;
  readonly transport: Transport;
  readonly from: number;
  readonly count: number;
  readonly localAddress: string;
}

/** The number of connections that are opened concurrently. */
const atOnce = 64;
/** The widget's first delays, in milliseconds. */
const delays = [500, 1_000, 2_000, 4_000];

const waiters: Waiter[] = [];
let [opened, isOver] = [0, false];
let whenAllAreOpen = () => {};

function gather({ port, transport, from, count, localAddress }: Crowd): void {
  const failures = new Map<number, number>();
  const turns: (() => void)[] = [];
  let opening = 0;

  function openSoon(waiter: Waiter): void {
    turns.push(() => waiter.open());
    next();
  }

  function next(): void {
    while (opening < atOnce && turns.length > 0) {
      opening++;
      turns.shift()?.();
    }
  }

  for (let index = from; index < from + count; index++) {
    let isOpening = true;
    const settled = () => {
      if (isOpening) opening--;
      isOpening = false;
      next();
    };
    const waiter = createWaiter({
      index,
      port,
      transport,
      localAddress,
      onOpen() {
        failures.delete(index);
        opened++;
        settled();
        if (opened === count) whenAllAreOpen();
      },
      onClose() {
        const wasOpen = !isOpening;
        settled();
        if (wasOpen) opened--;
        if (isOver) return;
        const failed = failures.get(index) ?? 0;
        failures.set(index, failed + 1);
        const delay = delays[Math.min(failed, delays.length - 1)] ?? 0;
        setTimeout(
          () => {
            isOpening = true;
            openSoon(waiter);
          },
          delay / 2 + (Math.random() * delay) / 2,
        );
      },
    });
    waiters.push(waiter);
    openSoon(waiter);
  }
}

process.on("message", (said: { gather?: Crowd; ask?: "open" | "seen" }) => {
  if (said.gather) gather(said.gather);
  const answer = () =>
    process.send?.({ seen: waiters.map(({ index, seen, changedAt }) => [index, seen, changedAt ?? 0]) });
  if (said.ask === "seen") answer();
  else if (opened === waiters.length) process.send?.({ open: opened });
  else {
    whenAllAreOpen = () => {
      whenAllAreOpen = () => {};
      process.send?.({ open: opened });
    };
  }
});
process.once("disconnect", () => {
  isOver = true;
  process.exit();
});
