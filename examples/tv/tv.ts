// A TV, or a command line: no cookies, no keyboard. It shows a QR, waits, and is signed in.
//
//   node examples/tv/tv.ts http://127.0.0.1:7080
import encodeQR from "qr";

const server = process.argv[2] ?? "http://127.0.0.1:7080";

interface Attempt {
  id: string;
  status: string;
  qr: { content: string };
  /** The only key to the result. It goes into a header, never into an address. */
  claim: string;
}

interface SignedIn {
  account: { name: string };
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

async function call<T>(method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<T> {
  const init = { method, headers: { ...headers, "content-type": "application/json" } };
  const response = await fetch(server + path, body ? { ...init, body: JSON.stringify(body) } : init);
  const answer = (await response.json()) as T & { code?: string };
  if (response.status >= 400) throw new Error(`${method} ${path}: ${answer.code}`);
  return answer;
}

/** Asks again and again; each question is held for up to 25 s, and answered as soon as something happens. */
async function untilGranted({ id, claim }: Attempt): Promise<void> {
  for (let etag = ""; ; ) {
    const headers = { authorization: `Bearer ${claim}`, prefer: "wait=25", "if-none-match": etag };
    const response = await fetch(`${server}/v1/attempts/${id}`, { headers });
    etag = response.headers.get("etag") ?? etag;
    if (response.status === 304) continue;
    if (response.status === 429 || response.status >= 500) {
      await new Promise((wait) => setTimeout(wait, 1000 * Number(response.headers.get("retry-after") ?? 2)));
      continue;
    }
    const { status, reason } = (await response.json()) as { status: string; reason?: string };
    if (status === "granted") return;
    if (status === "scanned") console.log("Scanned. Confirm on your phone.");
    else if (status !== "pending") throw new Error(`The sign-in has ended: ${reason ?? status}`);
  }
}

const attempt = await call<Attempt>("POST", "/v1/attempts", {}, { claim: "header" });
console.log(encodeQR(attempt.qr.content, "term"));
console.log(`Scan this with WeChat: ${attempt.qr.content}`);
await untilGranted(attempt);
const authorization = `Bearer ${attempt.claim}`;
const tv = await call<SignedIn>("POST", `/v1/attempts/${attempt.id}/redeem`, { authorization }, { mode: "token" });
console.log(`Signed in as ${tv.account.name}.`);

// Kept wherever a TV keeps things; each refresh token works once and brings the next.
const next = await call<SignedIn>("POST", "/v1/tokens/refresh", {}, { refreshToken: tv.refreshToken });
console.log(`Access token: ${next.accessToken}`);
