/** The transport by which a browser waits for its attempt. */
export type Transport = "websocket" | "events" | "polling";

/** Counts the waiting browsers by transport. It holds numbers only, because there may be ten thousand browsers. */
export interface Waiters {
  enter(transport: Transport): void;
  leave(transport: Transport): void;
  readonly count: Readonly<Record<Transport, number>>;
}

export function createWaiters(): Waiters {
  const count = { websocket: 0, events: 0, polling: 0 };
  return {
    count,
    enter: (transport) => void count[transport]++,
    leave: (transport) => void count[transport]--,
  };
}
