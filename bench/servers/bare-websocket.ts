// A `ws` server whose sockets send and receive nothing.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { serve } from "./child.ts";

const server = createServer();
const sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: 1024 });
const held = new Set<object>();
server.on("upgrade", (request, socket, head) => sockets.handleUpgrade(request, socket, head, (ws) => held.add(ws)));
serve(server);
