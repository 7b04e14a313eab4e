import type { AdminStage } from "./operator.ts";

/** The options of a request to the console. */
export interface ConsoleAsked {
  readonly method?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ConsoleAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Opens the console by a link. Requests are sent like a browser's, whose forms send their origin. */
export async function visitConsole(stage: AdminStage, right: "read" | "write" = "write") {
  const at = `http://127.0.0.1:${stage.listener.port}`;
  let cookie = "";
  async function ask(path: string, { method, form, headers = {} }: ConsoleAsked = {}): Promise<ConsoleAnswer> {
    const response = await fetch(`${at}/console${path}`, {
      method: method ?? (form ? "POST" : "GET"),
      redirect: "manual",
      headers: { "accept-language": "en", cookie, ...(form ? { origin: at } : {}), ...headers },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  const code = await stage.saoma.operator.console.link("anna", right, { actor: "command line" });
  const { headers } = await ask("/enter", { form: { code } });
  cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return ask;
}
