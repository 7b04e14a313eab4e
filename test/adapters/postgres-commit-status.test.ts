import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type Answer, commitStatusOf, resolveCommit } from "../../src/adapters/postgres/commit-status.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { targetOf } from "../stage/postgres.ts";

const ours = { xid: "1000", flushed: "0/1000000", timeline: "00000001" };

const calm: Answer = {
  timeline: "00000001",
  status: "committed",
  checkpointed: "f",
  recovered: "f",
  seen: "f",
};
const crashed: Answer = { ...calm, checkpointed: "t", recovered: "t" };

test.each<[string, Answer, ReturnType<typeof commitStatusOf>]>([
  ["that was committed", calm, "committed"],
  ["that was rolled back", { ...calm, status: "aborted" }, "aborted"],
  ["that waits for a standby", { ...calm, status: "in progress" }, undefined],
  ["after which no later one has ended", { ...calm, status: null }, undefined],
  ["from before a crash that its commit outlived", { ...crashed, seen: "t" }, "committed"],
  ["from before a crash, whose number another transaction had since", crashed, "aborted"],
  ["from before a crash, whose number is not reused yet", { ...crashed, status: null }, "aborted"],
  ["from before a crash, whose number another transaction has now", { ...crashed, status: "in progress" }, "aborted"],
  ["from before a checkpoint that hides whether there was a crash", { ...crashed, recovered: "f" }, "unknown"],
  ["from before a standby took over", { ...calm, timeline: "00000002" }, "unknown"],
])("a transaction %s", (_, answer, status) => {
  expect(commitStatusOf(ours, answer)).toBe(status);
});

test("is asked about until WeChat would have gone, also while a connection is being opened", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.resume())).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const clock = createFakeClock();
  const sentAt = clock.now() - 3_000;
  const target = await targetOf(`postgres://saoma@127.0.0.1:${port}/saoma`);
  const status = resolveCommit(target, ours, clock, sentAt);
  await once(server, "connection");
  await clock.advance(1_000);
  expect(await status).toBe("unknown");
  // The client has not closed this connection.
  expect(sockets.map(({ readableEnded }) => readableEnded)).toEqual([false]);
});
