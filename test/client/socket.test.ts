import { expect, test } from "vitest";
import type { SocketLike } from "../../src/client/platform.ts";
import { bySocket } from "../../src/client/socket.ts";
import type { TransportContext } from "../../src/client/transport.ts";

/** A channel over one socket. It reports the socket's state and the calls on it. */
function contextOver(readyState: number) {
  const calls: string[] = [];
  const socket: SocketLike = {
    readyState,
    onopen: null,
    onmessage: null,
    onclose: null,
    send: () => calls.push("send"),
    close: () => calls.push("close"),
  };
  const abortScope = new AbortController();
  const client = { attempts: { socket: () => socket }, platform: { after: () => () => {} } };
  const [attempt, tab] = [{ claim: "secret" }, { since: () => 1 }];
  const { signal } = abortScope;
  const context = {
    client,
    attempt,
    tab,
    abortScope,
    signal,
    memory: {},
    retryPolicy: {},
  } as unknown as TransportContext;
  return { socket, calls, abortScope, context };
}

// Browsers log an error on the console for a socket that is closed before it is open.
test("a socket that is left while it connects is closed once it is open, and says nothing", async () => {
  const { socket, calls, abortScope, context } = contextOver(0);
  const left = bySocket(context).next();
  abortScope.abort();
  await expect(left).rejects.toThrow();
  expect(calls).toEqual([]);
  socket.onopen?.();
  expect(calls).toEqual(["close"]);
});

test("one that is open is closed at once", async () => {
  const { calls, abortScope, context } = contextOver(1);
  const left = bySocket(context).next();
  abortScope.abort();
  await expect(left).rejects.toThrow();
  expect(calls).toEqual(["close"]);
});
