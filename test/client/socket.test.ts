import { expect, test } from "vitest";
import type { SocketLike } from "../../src/client/platform.ts";
import { bySocket } from "../../src/client/socket.ts";
import type { Channel } from "../../src/client/transport.ts";

/** A channel over one socket, whose state is told, and what has been called on it. */
function channelOver(readyState: number) {
  const calls: string[] = [];
  const socket: SocketLike = {
    readyState,
    onopen: null,
    onmessage: null,
    onclose: null,
    send: () => calls.push("send"),
    close: () => calls.push("close"),
  };
  const line = new AbortController();
  const client = { attempts: { socket: () => socket }, platform: { after: () => () => {} } };
  const [attempt, tab] = [{ claim: "secret" }, { since: () => 1 }];
  const channel = { client, attempt, tab, line, signal: line.signal, memory: {}, patience: {} } as unknown as Channel;
  return { socket, calls, line, channel };
}

// Browsers write an error into the console for a socket that is closed before it is open.
test("a socket that is left while it connects is closed once it is open, and says nothing", async () => {
  const { socket, calls, line, channel } = channelOver(0);
  const left = bySocket(channel).next();
  line.abort();
  await expect(left).rejects.toThrow();
  expect(calls).toEqual([]);
  socket.onopen?.();
  expect(calls).toEqual(["close"]);
});

test("one that is open is closed at once", async () => {
  const { calls, line, channel } = channelOver(1);
  const left = bySocket(channel).next();
  line.abort();
  await expect(left).rejects.toThrow();
  expect(calls).toEqual(["close"]);
});
