import type { RequestListener } from "node:http";

/** Serves what speaks the web's own Request and Response. */
export const webListener =
  (origin: string, answer: (request: Request) => Promise<Response>): RequestListener =>
  async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const { method = "GET", url = "/" } = incoming;
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {};
    const response = await answer(new Request(`${origin}${url}`, { method, headers, ...body }));
    outgoing.statusCode = response.status;
    for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
    outgoing.setHeader("set-cookie", response.headers.getSetCookie());
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  };
